curl -X POST .../api/documents/upload \
  -F "file=@./locked-akta.pdf" \
  -F "type=akta_lahir" \
  -F "pdfPassword=birth-date-or-nik"
