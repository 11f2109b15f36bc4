"""The pages that are made from the rules, the tables and the ledger, in English with their bokmål beside them."""
