"""The dataset on disk: store, ledger, publishing, integrity."""
