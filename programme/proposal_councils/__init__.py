"""Councils that appraise proposals and accept what was carried out, with their minutes."""
