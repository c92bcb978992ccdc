"""The only door: owns every conversation and alone decides who may speak."""
