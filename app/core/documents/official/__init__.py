"""Papers in the officials' form (Decree 30/2020/ND-CP, Annex I): what stands on one, and how it is written."""
