"""Programs that are worked: real applications, small windows that note what reaches them, bare X clients."""
