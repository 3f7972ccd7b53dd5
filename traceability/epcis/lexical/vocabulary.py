"""The words of CBV 2.0 that EPCIS JSON writes bare, and their web URIs."""

from dataclasses import dataclass
from difflib import get_close_matches


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One closed list of words. `base` + word is its web URI, `urn` + word its spelling in EPCIS 1.x."""

    name: str
    base: str
    urn: str
    words: frozenset[str]

    def web_uri(self, text: str) -> str:
        """The full web URI of a bare word or of an EPCIS 1.x URN; any other text unchanged."""
        if text in self.words:
            return self.base + text
        if self.urn and text.startswith(self.urn):
            return self.base + text[len(self.urn) :]
        return text

    def nearest(self, text: str) -> str:
        """The word most like `text`, or an empty string."""
        found = get_close_matches(text, sorted(self.words), n=1)
        return found[0] if found else ""


_CBV = "https://ref.gs1.org/cbv/"
_VOC = "https://gs1.org/voc/"

BIZ_STEP = Vocabulary(
    "business step",
    _CBV + "BizStep-",
    "urn:epcglobal:cbv:bizstep:",
    _words("""
        accepting arriving assembling collecting commissioning consigning creating_class_instance
        cycle_counting decommissioning departing destroying disassembling dispensing encoding
        entering_exiting holding inspecting installing killing loading other packing picking receiving
        removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
        shipping staging_outbound stock_taking stocking storing transporting unloading unpacking
        void_shipping
    """),
)
DISPOSITION = Vocabulary(
    "disposition",
    _CBV + "Disp-",
    "urn:epcglobal:cbv:disp:",
    _words("""
        active available completeness_inferred completeness_verified conformant container_closed
        container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
        inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement no_pedigree_match
        non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned
        sellable_accessible sellable_not_accessible stolen unavailable unknown
    """),
)
BIZ_TRANSACTION_TYPE = Vocabulary(
    "business transaction type",
    _CBV + "BTT-",
    "urn:epcglobal:cbv:btt:",
    _words("bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"),
)
SOURCE_DESTINATION_TYPE = Vocabulary(
    "source or destination type",
    _CBV + "SDT-",
    "urn:epcglobal:cbv:sdt:",
    _words("location owning_party possessing_party"),
)
ERROR_REASON = Vocabulary(
    "error reason", _CBV + "ER-", "urn:epcglobal:cbv:er:", _words("did_not_occur incorrect_data")
)
COMPONENT = Vocabulary(
    "component",
    _CBV + "Comp-",
    "",
    _words("""
        x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting
        northing latitude longitude altitude
    """),
)
MEASUREMENT = Vocabulary(
    "measurement type",
    _VOC,
    "",
    _words("""
        AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
        AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area
        Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
        DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity
        ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
        KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux
        MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime
        MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux
        RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume
        Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate
        VolumeFraction VolumetricFlux Wavenumber
    """),
)
SENSOR_ALERT = Vocabulary("sensor alert", _VOC, "", _words("ALARM_CONDITION ERROR_CONDITION"))

ACTIONS = frozenset({"ADD", "OBSERVE", "DELETE"})

_URN_VOCABULARIES = (BIZ_STEP, DISPOSITION, BIZ_TRANSACTION_TYPE, SOURCE_DESTINATION_TYPE, ERROR_REASON)
CBV_BASES = tuple(vocabulary.base for vocabulary in (*_URN_VOCABULARIES, COMPONENT))


def from_urn(text: str) -> str:
    """An EPCIS 1.x vocabulary URN (`urn:epcglobal:cbv:disp:…`) as web URI; any other text unchanged."""
    if text.startswith("urn:epcglobal:cbv:"):
        for vocabulary in _URN_VOCABULARIES:
            if text.startswith(vocabulary.urn):
                return vocabulary.web_uri(text)
    return text
