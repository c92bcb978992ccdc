"""The launcher: prepares both environments and the data, starts the processes and keeps them up."""
