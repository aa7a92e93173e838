"""A certificate on paper: its report as a PDF/A-3 with the certificate's file inside."""
