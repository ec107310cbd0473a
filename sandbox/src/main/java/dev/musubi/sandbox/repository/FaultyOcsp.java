package dev.musubi.sandbox.repository;

import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.revocation.ocsp.OcspError;
import dev.musubi.sandbox.fault.Fault;
import dev.musubi.sandbox.fault.Faults;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;

/** Sends OCSP answers over HTTP, as they should be or as the faults in force have them. */
public final class FaultyOcsp {

    private static final String TYPE = "application/ocsp-response";
    private static final Duration A_MONTH = Duration.ofDays(30);
    private static final int HANGS_SECONDS = 60;
    private static final int HUGE = 64 << 20;
    private static final int SIGNATURE_OCTETS = 256;

    private final OcspService service;
    private final Faults faults;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Sends what the service answers. */
    public FaultyOcsp(OcspService service, Faults faults) {
        this.service = service;
        this.faults = faults;
    }

    /** Lets those go who wait for an answer that is not to come. */
    public void close() {
        closing.countDown();
    }

    void answer(AuthorityRole role, byte[] request, Instant now, HttpServletResponse response) throws IOException {
        if (faults.on(Fault.OCSP_HANGS)) {
            hang();
        }
        if (faults.on(Fault.OCSP_HTML)) {
            send(response, "text/html", "<!doctype html><title>Maintenance</title>".getBytes(StandardCharsets.UTF_8));
        } else if (faults.on(Fault.OCSP_TRY_LATER)) {
            send(response, TYPE, OcspError.TRY_LATER.response());
        } else if (faults.on(Fault.OCSP_HUGE)) {
            Zeros.send(response, TYPE, HUGE);
        } else {
            byte[] answer = service.answer(role, request, now, deviation());
            send(response, TYPE, faults.on(Fault.OCSP_UNSIGNED) ? unsigned(answer) : answer);
        }
    }

    private OcspService.Deviation deviation() {
        OcspService.Nonce nonce = OcspService.Nonce.ECHOED;
        if (faults.on(Fault.OCSP_WRONG_NONCE)) {
            nonce = OcspService.Nonce.OTHER;
        } else if (faults.on(Fault.OCSP_NO_NONCE)) {
            nonce = OcspService.Nonce.LEFT_OUT;
        }
        return new OcspService.Deviation(
                faults.on(Fault.OCSP_STALE) ? A_MONTH : Duration.ZERO, faults.on(Fault.OCSP_WRONG_RESPONDER), nonce);
    }

    private void hang() {
        try {
            closing.await(HANGS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same answer with zeros for a signature. */
    private static byte[] unsigned(byte[] answer) throws IOException {
        OCSPResponse whole = OCSPResponse.getInstance(answer);
        ResponseBytes bytes = whole.getResponseBytes();
        if (bytes == null) {
            return answer;
        }
        BasicOCSPResponse basic =
                BasicOCSPResponse.getInstance(bytes.getResponse().getOctets());
        BasicOCSPResponse bare = new BasicOCSPResponse(
                basic.getTbsResponseData(),
                basic.getSignatureAlgorithm(),
                new DERBitString(new byte[SIGNATURE_OCTETS]),
                basic.getCerts());
        return new OCSPResponse(
                        whole.getResponseStatus(),
                        new ResponseBytes(bytes.getResponseType(), new DEROctetString(bare.getEncoded())))
                .getEncoded();
    }

    private static void send(HttpServletResponse response, String type, byte[] body) throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        try (OutputStream out = response.getOutputStream()) {
            out.write(body);
        }
    }
}
