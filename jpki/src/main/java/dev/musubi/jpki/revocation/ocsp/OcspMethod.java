package dev.musubi.jpki.revocation.ocsp;

/** How an OCSP request travels (RFC 6960 appendix A.1). */
public enum OcspMethod {
    /** In the body of a POST. */
    POST,
    /** In the path of a GET, base64 and percent-encoded. The path then holds a serial: mind the logs in between. */
    GET
}
