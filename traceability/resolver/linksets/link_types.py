"""Link types of the GS1 Web Vocabulary: what a link of an identified thing leads to."""

from collections.abc import Mapping
from dataclasses import dataclass

NAMESPACE = "https://ref.gs1.org/voc/"
PREFIX = "gs1:"
DEFAULT_LINK = "defaultLink"
DEFAULT_LINK_MULTI = "defaultLinkMulti"

# GS1 publishes one vocabulary under three addresses, and resolvers take them as equal.
_WRITTEN = (PREFIX, NAMESPACE, "https://gs1.org/voc/", "https://www.gs1.org/voc/")


@dataclass(frozen=True, slots=True)
class LinkType:
    """`name` is the local name in the vocabulary; the titles are what a link is called when it has none."""

    name: str
    title_vi: str
    title_en: str

    @property
    def curie(self) -> str:
        return PREFIX + self.name

    @property
    def uri(self) -> str:
        return NAMESPACE + self.name


LINK_TYPES: Mapping[str, LinkType] = {
    name: LinkType(name, title_vi, title_en)
    for name, title_vi, title_en in (
        (DEFAULT_LINK, "Trang mặc định", "Default page"),
        (DEFAULT_LINK_MULTI, "Trang mặc định theo ngôn ngữ", "Default page by language"),
        ("activityIdeas", "Gợi ý hoạt động", "Activity ideas"),
        ("allergenInfo", "Thông tin dị ứng", "Allergen information"),
        ("brandHomepageClinical", "Thông tin cho chuyên gia y tế", "Information for professionals"),
        ("brandHomepagePatient", "Thông tin cho người bệnh", "Information for patients"),
        ("careersInfo", "Tuyển dụng", "Careers"),
        ("certificationInfo", "Giấy chứng nhận", "Certificates"),
        ("consumerHandlingStorageInfo", "Bảo quản và sử dụng", "Handling and storage"),
        ("disassemblyInfo", "Hướng dẫn tháo rời", "Disassembly"),
        ("dpp", "Hộ chiếu số của sản phẩm", "Digital product passport"),
        ("epcis", "Kho sự kiện truy xuất EPCIS", "EPCIS repository"),
        ("epil", "Tờ hướng dẫn sử dụng thuốc", "Electronic patient information leaflet"),
        ("eventsInfo", "Sự kiện", "Events"),
        ("faqs", "Câu hỏi thường gặp", "Frequently asked questions"),
        ("handledBy", "Nơi xử lý tiếp", "Handled by"),
        ("handlingEndOfLife", "Xử lý khi hết hạn sử dụng", "End-of-life handling"),
        ("hasRetailers", "Nơi bán", "Where to buy"),
        ("homepage", "Trang của cơ sở", "Organisation home page"),
        ("ingredientsInfo", "Thành phần", "Ingredients"),
        ("instructions", "Hướng dẫn sử dụng", "Instructions"),
        ("jws", "Chữ ký số JWS", "JSON Web Signature"),
        ("leaveReview", "Gửi đánh giá", "Leave a review"),
        ("locationInfo", "Địa điểm", "Location"),
        ("logisticsInfo", "Thông tin vận chuyển", "Logistics"),
        ("masterData", "Dữ liệu gốc của sản phẩm", "Master data"),
        ("menuInfo", "Thực đơn", "Menu"),
        ("nutritionalInfo", "Giá trị dinh dưỡng", "Nutrition"),
        ("openingHoursInfo", "Giờ mở cửa", "Opening hours"),
        ("paymentLink", "Thanh toán", "Payment"),
        ("pip", "Thông tin sản phẩm", "Product information"),
        ("productPassport", "Hộ chiếu sản phẩm", "Product passport"),
        ("promotion", "Khuyến mại", "Promotion"),
        ("purchaseSuppliesOrAccessories", "Mua vật tư, phụ kiện", "Buy supplies or accessories"),
        ("quickStartGuide", "Hướng dẫn nhanh", "Quick start guide"),
        ("recallStatus", "Tình trạng thu hồi", "Recall status"),
        ("recipeInfo", "Công thức chế biến", "Recipes"),
        ("recyclingInfo", "Tái chế sản phẩm", "Recycling"),
        ("registerProduct", "Đăng ký sản phẩm đã mua", "Register a purchase"),
        ("registryEntry", "Mục trong sổ đăng ký", "Register entry"),
        ("relatedVideo", "Video", "Video"),
        ("repairInfo", "Sửa chữa", "Repair"),
        ("reuseInfo", "Tái sử dụng", "Re-use"),
        ("review", "Đánh giá", "Reviews"),
        ("safetyInfo", "Thông tin an toàn", "Safety"),
        ("scheduleTime", "Đặt lịch", "Booking"),
        ("serviceInfo", "Bảo dưỡng", "Service"),
        ("smartLabel", "SmartLabel", "SmartLabel"),
        ("smpc", "Tóm tắt đặc tính thuốc", "Summary of product characteristics"),
        ("socialMedia", "Mạng xã hội", "Social media"),
        ("sorting", "Phân loại rác", "Waste sorting"),
        ("statisticInfo", "Số liệu thống kê", "Statistics"),
        ("support", "Hỗ trợ", "Support"),
        ("sustainabilityInfo", "Phát triển bền vững và tái chế", "Sustainability and recycling"),
        ("traceability", "Truy xuất nguồn gốc", "Traceability"),
        ("tutorial", "Bài hướng dẫn", "Tutorial"),
        ("userAgreement", "Thỏa thuận sử dụng", "User agreement"),
        ("verificationService", "Dịch vụ xác minh", "Verification service"),
        ("whatsInTheBox", "Trong hộp có gì", "What is in the box"),
    )
}

# What a facility may add to its own products, lots and places; the rest is set by the register itself.
FACILITY_LINK_TYPES: tuple[str, ...] = (
    "traceability",
    "instructions",
    "certificationInfo",
    "recallStatus",
    "recipeInfo",
    "hasRetailers",
    "ingredientsInfo",
    "nutritionalInfo",
    "allergenInfo",
    "consumerHandlingStorageInfo",
    "safetyInfo",
    "relatedVideo",
    "socialMedia",
    "homepage",
    "locationInfo",
    "openingHoursInfo",
)


def find_link_type(written: str) -> LinkType | None:
    """The link type written as CURIE (`gs1:pip`) or as URI under any of GS1's namespaces; None if unknown."""
    for start in _WRITTEN:
        if written.startswith(start):
            return LINK_TYPES.get(written[len(start) :])
    return None
