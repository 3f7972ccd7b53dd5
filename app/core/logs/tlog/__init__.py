"""The tamper-evident log that rounds and the register of certificates share: pure, the standard library only."""
