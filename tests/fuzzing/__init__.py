"""Coverage-guided fuzzing of everything that reads what others wrote: only the documented error ever comes out."""
