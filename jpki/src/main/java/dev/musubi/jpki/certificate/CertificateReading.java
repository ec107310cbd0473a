package dev.musubi.jpki.certificate;

/** The outcome of {@link CertificateReader#read(byte[])}. */
public sealed interface CertificateReading {
    /** A certificate of the environment. Nothing is said yet about who signed it or whether it is in force. */
    record Read(JpkiCertificate certificate) implements CertificateReading {}

    /**
     * Not one.
     *
     * @param fault why
     * @param detail a few more words for an operator, without personal data
     */
    record Refused(CertificateFault fault, String detail) implements CertificateReading {}
}
