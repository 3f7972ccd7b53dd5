"""The programme of industrial promotion: targets, what counts towards them, activities, proposals, reports."""
