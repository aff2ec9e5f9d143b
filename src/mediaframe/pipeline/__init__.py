"""The workflows that write: choose the work, call the room, save; resumable."""
