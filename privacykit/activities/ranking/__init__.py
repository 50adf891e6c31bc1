"""Be the algorithm: four weights decide what stands first."""
