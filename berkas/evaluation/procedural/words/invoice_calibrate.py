"""Words of invoices of the family ``calibrate``: further labels, texts and names, apart from those of ``train``."""

from collections.abc import Mapping
from typing import Final

LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "title": (
        "FAKTUR PAJAK PENJUALAN|BUKTI PENJUALAN|NOTA TAGIHAN|KWITANSI TAGIHAN|Faktur Tagihan|INVOICE TAGIHAN",
        "SERVICE INVOICE|STATEMENT OF CHARGES|Sales Bill|BILLING INVOICE|Invoice / Bill",
    ),
    "invoice_number": (
        "No. Bukti|Nomor Nota|Nomor Tagihan|No Dokumen|Nomor Dokumen|Kode Invoice|No. Ref. Invoice|No. Inv",
        "Document Number|Inv #|Invoice Ref.|Bill Number|Sales Invoice No.|Inv. Number|Invoice Code",
    ),
    "invoice_date": (
        "Tanggal Faktur|Tanggal Terbit|Tgl. Dokumen|Tgl. Nota|Tanggal Tagihan|Tertanggal",
        "Date of Issue|Document Date|Bill Date|Issued On|Dated|Invoiced",
    ),
    "due_date": (
        "Tgl. Tempo|Batas Waktu Pembayaran|Paling Lambat|Dibayar Sebelum|Jatuh Tempo Tgl.|Tgl. Pelunasan",
        "Payable By|Pay By|Payment Deadline|Due By|Payment Due Date|Settle By",
    ),
    "po_number": (
        "Nomor Pesanan|No. Surat Pesanan|PO Customer|No. PO Anda|Referensi PO",
        "Purchase Order No.|P.O. Number|Customer PO No.|Your Order No.|Buyer's Order",
    ),
    "terms": ("Jangka Waktu Pembayaran|Termin Pembayaran|Ketentuan Bayar", "Term of Payment|Term|Net Terms"),
    "currency": ("Satuan Mata Uang", "CCY"),
    "buyer": (
        "Untuk|Kepada Yang Terhormat|Nama Pelanggan|Pihak Pembeli|Nama Pembeli|Tertagih",
        "Bill-to Party|Buyer|Billing Address|Charge To|Invoiced To|Prepared For",
    ),
    "seller": ("Pihak Penjual|Nama Perusahaan|Pengusaha Kena Pajak", "Company|Billed By|Service Provider"),
    "ship_to": ("Kirim Ke|Tujuan Pengiriman|Lokasi Kirim", "Delivery Address|Shipping Address|Deliver at"),
    "attention": ("Untuk Perhatian|Kontak", "Attention|Contact"),
    "salesperson": ("Tenaga Penjual|Pramuniaga|Kasir", "Account Manager|Handled by"),
    "customer_number": ("Nomor Langganan|Kode Cust.", "Client No.|Account Code"),
    "delivery_number": ("No. DO|Bukti Kirim|Nomor Pengantar", "Delivery Note No.|Packing Slip"),
    "contract": ("Nomor Perjanjian|SPK No.", "Contract Ref.|Agreement"),
    "tax_number": ("Kode & No. Seri FP|Nomor Faktur Pajak", "Tax Document No.|e-Faktur No."),
    "order_date": ("Tanggal Pemesanan|Tgl. SO", "Ordered On|Date of Order"),
    "delivery_date": ("Tanggal Terima|Tgl. Serah", "Delivered On|Date of Supply"),
    "printed": ("Tanggal Cetak|Cetakan", "Printed On|Generated"),
    "period": ("Masa Layanan|Bulan Tagihan", "Billing Period|Usage Period"),
    "project": ("Pekerjaan|Kegiatan", "Job|Subject"),
    "method": ("Jenis Pembayaran|Bayar Via", "Paid Via|Mode of Payment"),
    "warehouse": ("Lokasi Stok", "Depot"),
    "reference": ("No. Referensi|Acuan", "Quotation Ref.|File Ref."),
    "phone": ("No. Telp|Nomor Telepon|Hotline|Ponsel", "Mobile|Call|Telp/WA"),
    "fax": ("Faksimili|No. Fax", "Facsimile|Telefax"),
    "email": ("Alamat Email|Pos-el", "Email Address|@"),
    "website": ("Laman|Website", "Online|Visit"),
    "npwp": ("Nomor Pokok Wajib Pajak|NPWP/NIK", "Taxpayer ID|TIN"),
    "col_no": ("Urut|Pos", "Pos.|Sr.|Ln"),
    "col_code": ("Kode Produk|No. Part|Kode Brg|PLU", "Item No.|Ref|Article|Stock Code"),
    "col_description": (
        "Perincian|Uraian Barang|Nama Jasa|Uraian Pekerjaan|Layanan|Produk|Keterangan Barang|Deskripsi Barang",
        "Service|Goods / Services|Description of Services|Item & Description|Work Performed|Product Name",
    ),
    "col_quantity": ("Banyak|Volume|Kwantitas|Jml Barang|Kuantum", "Count|Qty Shipped|Days|No. of Units"),
    "col_unit": ("Ukuran|Isi|Satuan Ukur", "Measure|Pack|Per"),
    "col_unit_price": (
        "Harga per Unit|Harga Sat.|Biaya Satuan|Hrg/Sat|Harga Dasar",
        "Cost|Unit Rate|Price Each|Each|Unit Value",
    ),
    "col_discount": ("Rabat|Korting|Diskon Item", "Allowance|Discount Given|Off"),
    "col_amount": (
        "Total Nilai|Nilai Barang|Jumlah Netto|Sub Jumlah|Total Baris|Harga Total",
        "Sum|Extended|Value|Line Amount|Charges|Amount Payable",
    ),
    "col_weight": ("Bobot|Tonase", "Kgs|Net Wt"),
    "col_batch": ("Kode Produksi|Lot", "Lot No.|Serial"),
    "col_expiry": ("ED|Tgl. Exp", "Best Before|Use By"),
    "col_warehouse": ("Rak|Lokasi", "Bin|Store"),
    "col_currency": ("MU", "Ccy"),
    "col_tax": ("Tarif PPN|Pjk", "Tax Rate|GST"),
    "col_date": ("Tanggal Jasa", "Service Date"),
    "col_net": ("Hrg Bersih", "Price Net"),
    "col_ordered": ("Jml Pesan", "On Order"),
    "subtotal": (
        "Jumlah Bruto|Nilai Barang|Total Sebelum Pajak|Jumlah Sebelum PPN|Total Barang|Jumlah Nilai",
        "Untaxed Amount|Goods Total|Sum of Items|Items Total|Total Before VAT",
    ),
    "discount": ("Potongan|Korting|Potongan Tunai|Pengurangan", "Allowance|Rebate|Special Discount"),
    "dpp": ("Dasar Pajak|Dasar Pengenaan PPN|Jumlah Kena Pajak", "Taxable Value|Amount Subject to VAT"),
    "dpp_other": ("Nilai Lain|DPP Nilai Lain (11/12)", "Other-value Base"),
    "ppn": ("Pajak Pertambahan Nilai|P.P.N|Pajak Keluaran", "Sales Tax|Total VAT|VAT Amount"),
    "withholding": ("PPh Psl 23|Dipotong PPh 23|Pot. PPh", "Income Tax Art. 23|Tax Withheld"),
    "shipping": ("Biaya Ekspedisi|Ongkos|Biaya Antar", "Carriage|Transport|Shipping & Handling"),
    "service_charge": ("Biaya Admin|Biaya Penanganan", "Admin Fee|Service Fee"),
    "stamp_duty": ("Materai|Biaya Meterai", "Stamp|Revenue Stamp"),
    "rounding": ("Bulat|Selisih Pembulatan", "Rounding Adj.|Adjustment"),
    "insurance": ("Premi|Asuransi Kirim", "Insurance Fee"),
    "down_payment": (
        "Dibayar di Muka|Panjar|Telah Dibayar|Pembayaran di Muka",
        "Payments Received|Prepaid|Less: Payment|Advance Payment",
    ),
    "grand_total": (
        "Jumlah Keseluruhan|Nilai Invoice|Total Setelah PPN",
        "Total Invoice Value|Total with VAT|Gross Total",
    ),
    "total": (
        "Jumlah Yang Harus Dibayar|Sisa Tagihan|Harus Dibayar|Total Keseluruhan|Nilai Tagihan|Jumlah Akhir|"
        "Kurang Bayar",
        "Amount Payable|Pay This Amount|Balance|Total to Pay|Net Payable|Outstanding Balance|Final Amount",
    ),
    "other_currency": ("Nilai dalam {0}|Ekuivalen {0}", "{0} Equivalent|Approx. {0}"),
    "total_quantity": ("Jml Qty|Total Kuantitas", "Item Count|Pieces"),
    "in_words": ("Uang Sejumlah|Bilangan|Terbilang Total|Ejaan", "Said|Total in Words|Words"),
    "bank_intro": (
        "Pelunasan ke rekening|Rekening Pembayaran|Setor ke|Harap dibayarkan ke",
        "Bank account for payment|Kindly remit to|Our bankers|Payable to",
    ),
    "bank": ("Bank Tujuan|Pada Bank", "Bankers|Banking with"),
    "account_number": ("Nomor Rek.|Norek|Acc.|Nomor Akun", "Account|IDR Account|Bank A/C"),
    "account_name": ("Nama Pemilik|Nama Pemilik Rekening|Pemegang Rekening|a/n", "Name on Account|In favour of|Payee"),
    "branch": ("Kantor Cabang|Cab.", "Bank Branch"),
    "swift": ("Kode Swift", "BIC"),
    "notes": ("Informasi|Harap Diperhatikan|Syarat", "Comments|Important|Instructions"),
    "page": ("Lbr|Halaman ke", "p.|Page No."),
    "carried_forward": ("Dilanjutkan, jumlah|Total halaman ini", "c/f|Total this page"),
    "brought_forward": ("Lanjutan, jumlah|Total sebelumnya", "b/f|From previous page"),
    "regards": (
        "Salam hormat,|Mengetahui,|Yang membuat,|Direktur,|Pimpinan,",
        "For and on behalf of|Sincerely,|Signed|Approved by",
    ),
    "received": ("Yang menerima,|Pembeli,|Cap & Tanda Tangan", "Acknowledged by|Accepted by"),
    "payments": ("Angsuran|Daftar Pembayaran", "Receipts|Transactions"),
    "tax_summary": ("Perhitungan Pajak|Ringkasan PPN", "VAT Analysis|Tax Breakdown"),
    "deliveries": ("Bukti Pengiriman|Daftar DO", "Delivery Details|Packing"),
}

NOTES: Final = (
    "Retur barang hanya dilayani bila disertai nota ini.",
    "Cek/BG mundur tidak berlaku untuk transaksi ini.",
    "Bukti potong pajak agar dikirim ke alamat kami.",
    "Selisih hitung dapat diperbaiki di kemudian hari (S.E.&O.).",
    "Denda keterlambatan sebesar 0,1% per hari berlaku setelah jatuh tempo.",
    "Tagihan ini dicetak oleh sistem dan sah tanpa tanda tangan.",
    "Konfirmasi pembayaran ke WA 0800-555-3344 paling lambat 3 hari.",
    "Barang tetap milik penjual sampai pembayaran lunas.",
    "Cheques should be crossed and made payable to the company.",
    "Ownership passes only on full settlement of this bill.",
    "Disputes must be raised within 14 days from the date of this document.",
    "Fees are quoted net of local withholding taxes unless stated.",
    "For billing enquiries contact accounts@contoh.example.",
)
ADVERTS: Final = (
    "Kami senang melayani Anda.",
    "Semoga usaha Anda makin lancar!",
    "We appreciate your prompt payment.",
    "Kumpulkan 10 nota dan dapatkan hadiah senilai Rp 250.000.",
    "Nilai kami di ulasan.specimen.example - kode 8841 2207.",
    "Diskon 15% bagi anggota baru s/d 30 September 2026.",
    "Cabang baru: Jl. Contoh Raya 88, buka setiap hari 09.00-21.00",
    "Ask about our annual plan - save up to USD 120.00 a year.",
    "Member since 2019 - 320 stars collected",
)
BODIES: Final = (
    (
        "Bersama surat ini kami mengajukan penagihan No. {number} per {date} atas transaksi di bawah ini.",
        "Please find below our charges under reference {number} of {date}.",
    ),
    (
        "Mohon kiranya tagihan berikut dapat diselesaikan sesuai ketentuan.",
        "Kindly arrange settlement of the charges listed below.",
    ),
)
FIRST_WORDS: Final = ("Specimen", "Contoh", "Contoh", "Specimen")
FIRM_WORDS: Final = (
    "Rekadaya",
    "Dwi Tunggal Perkasa",
    "Fajar Semesta",
    "Indo Plastindo",
    "Buana Raya",
    "Kencana Furnitur",
    "Laut Biru",
    "Prima Dental",
    "Wahana Cetak",
    "Citra Busana",
    "Rimba Hijau",
    "Tunas Otomotif",
    "Warna Warni Tekstil",
    "Optik Terang",
    "Sumber Rejeki",
    "Delta Konsultan",
    "Arta Solusi Digital",
    "Bumi Katering",
    "Segara Ekspedisi",
    "Pelita Edukasi",
)
FORMS: Final = (
    "PT {0}",
    "{0}",
    "CV {0}",
    "Perum {0}",
    "Firma {0}",
    "PT. {0} (Persero)",
    "TB. {0}",
    "Bengkel {0}",
    "{0} Group",
    "Yayasan {0}",
    "RS {0}",
    "PT {0} Indonesia",
)
FOREIGN_FORMS: Final = ("{0} Ltd", "{0} Corp.", "{0} B.V.", "{0} Sdn. Bhd.", "{0} & Co.", "{0} Partners")
STREETS: Final = (
    "Jl. Ahmad Yani No. {0}",
    "Komplek Specimen Permai Blok D/{0}",
    "Jl. Imam Bonjol {0}",
    "Jl. Veteran No. {0} Lt. 2",
    "Pergudangan Contoh Blok {0}",
    "Jl. Cihampelas {0}A",
    "Dusun Contoh {0} RT 04 RW 02",
    "Menara Specimen Lantai {0}, Jl. Rasuna",
)
FOREIGN_STREETS: Final = (
    "Unit {0}, Mustard Lane",
    "{0} Placeholder Blvd",
    "Voorbeeldweg {0}",
    "Level {0}, Tower B, Sample Quay",
)
CITIES: Final = (
    "Malang 65111",
    "Makassar - Sulawesi Selatan",
    "Kota Bogor 16122",
    "Palembang 30126",
    "Sidoarjo, Jawa Timur 61219",
    "Depok",
    "Batam 29432",
    "Balikpapan 76112",
    "Kab. Sleman, D.I. Yogyakarta 55511",
    "Jakarta Barat, DKI Jakarta 11470",
)
FOREIGN_CITIES: Final = (
    "Portland, OR 97201",
    "Kuala Lumpur 50450",
    "1012 AB Amsterdam",
    "Denver, CO 80202",
    "Singapore 189721",
)
BUILDINGS: Final = (
    "Perumahan Specimen Asri Blok K{0}",
    "Wisma Contoh Lantai {0}",
    "Kawasan Contoh Kav. {0}",
    "Tower B #{0}",
)
DISTRICTS: Final = (
    "Kelurahan Specimen, Kecamatan Lowokwaru",
    "Kec. Medan Satria",
    "RT.005 RW.011 Kel. Kebon Contoh",
    "Dusun Krajan, Desa Contoh",
)
COUNTRIES: Final = ("United Kingdom", "Malaysia", "Netherlands", "USA", "Ireland")
MOTTOS: Final = (
    "Jasa Angkutan Darat dan Pergudangan",
    "Supplier Bahan Bangunan & Besi",
    "Percetakan - Sablon - Konveksi",
    "IT Consulting and Managed Services",
    "Melayani Sepenuh Hati",
)
PEOPLE: Final = ("Joko Specimen", "Maya Contoh", "Rizky Specimen P.", "Ir. Andi Contoh", "Lina Specimen", "Tono Contoh")
BANKS: Final = (
    "MANDIRI",
    "Bank BCA",
    "Bank BRI",
    "PT Bank Negara Indonesia Tbk",
    "BSI",
    "CIMB Niaga",
    "Bank Specimen Samudra",
    "BANK CONTOH BAHARI",
    "Bank Specimen Pembangunan",
    "Specimen Bank",
    "Bank Contoh Digital",
    "BANK CTH",
    "PT Bank Specimen Artha",
)
GOODS: Final = (
    (
        "Triplek 9 mm 122x244|lbr|143500",
        "Engsel Pintu 4 inci|set|32750",
        "Keramik Lantai 40x40|dus|58900",
        "Genteng Metal Pasir|lbr|41600",
        "Kopi Bubuk 1 kg|pack|87250",
        "Tepung Terigu 25 kg|zak|231000",
        "Telur Ayam|kg|27400",
        "Kecap Manis 6 L|jrg|128700",
        "Kaos Polos Combed 24s|lsn|312000",
        "Seragam Kerja Lengan Panjang|stel|168500",
        "Toner Laser 85A|pcs|395000",
        "Map Plastik F4|gros|214000",
        "Ban Luar 100/80-17|bh|287300",
        "Aki Kering 12V 5Ah|bh|236400",
        "Filter Oli|pcs|44100",
        "Bibit Cabai Rawit|tray|56000",
        "Plastik Roll PE 60 cm|kg|29850",
        "Galon Air 19 L|gln|6500",
        "Meja Lipat 180 cm|unit|742000",
    ),
    (
        "Bracket Gigi Metal|set|455000",
        "Komposit A2|syr|187600",
        "Alkohol 70% 1 L|ltr|38500",
        "Kasa Steril 16x16|pak|11300",
        "Lensa Progresif 1.56|psg|690000",
    ),
    (
        "Jasa Cuci Karpet|m2|17500",
        "Pembuatan Website Profil|proyek|8750000",
        "Kursus Bahasa Inggris|siswa|1350000",
        "Katering Rapat|porsi|42500",
        "Pengiriman Dokumen|resi|23000",
        "Jasa Notulen|sesi|875000",
        "Sewa Ruang Rapat|hari|1450000",
        "Servis Berkala 20.000 km|kali|612000",
    ),
)
FOREIGN_GOODS: Final = (
    "Copywriting package|set|375.00",
    "Data migration|hr|110.00",
    "Email hosting|mailbox|4.25",
    "Mechanical keyboard|ea|94.00",
    "Teak garden bench|ea|210.40",
    "Vanilla beans grade A|kg|188.00",
    "Air cargo handling|shpt|265.75",
    "Proofreading|page|7.50",
    "Security audit|lot|5400.00",
    "Photography session|session|480.00",
    "Cotton tote bag|doz|36.60",
)
DETAILS: Final = (
    "ukuran {0} x 20",
    "No. seri SPC{0}",
    "Lot {0}/B",
    "termasuk pemasangan",
    "isi {0} lembar",
    "ref. SO-{0}",
    "masa pakai s/d 08/2028",
    "Termin II (40%)",
)
SECTIONS: Final = ("I. Bahan", "II. Upah", "Gudang Utama", "Tahap 1", "Bebas PPN", "Optional")
FACE_NAMES: Final = ("Vera", "Caladea", "SourceSansPro", "SourceSansPro", "Vera")
INKS: Final = ("#0b5563", "#444c56", "#8a2c5a", "#20603d", "#a0461a", "#2b2b66")
