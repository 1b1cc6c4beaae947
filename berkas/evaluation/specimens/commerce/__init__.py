"""SPECIMEN documents of trade besides invoices: receipts, purchase orders, delivery notes, tax invoices."""
