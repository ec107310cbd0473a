package dev.musubi.sandbox;

import dev.musubi.sandbox.tls.TlsMaterial;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** The second port: TLS 1.3 or 1.2, with a client certificate of the sandbox's CA or not at all. */
final class VerifierPort {

    private static final String LOOPBACK = "127.0.0.1";

    private final Connector connector;

    VerifierPort(int port, TlsMaterial tls) {
        connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("address", LOOPBACK);
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.setAddress(InetAddress.ofLiteral(LOOPBACK));
            protocol.setExecutor(new VirtualThreadTaskExecutor("verifier-"));
        }
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification("required");
        host.setTruststoreFile(tls.trustStore().toAbsolutePath().toString());
        host.setTruststorePassword(TlsMaterial.PASSWORD);
        host.setTruststoreType("PKCS12");
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        own.setCertificateKeystoreFile(tls.serverKeys().toAbsolutePath().toString());
        own.setCertificateKeystorePassword(TlsMaterial.PASSWORD);
        own.setCertificateKeystoreType("PKCS12");
        host.addCertificate(own);
        connector.addSslHostConfig(host);
    }

    Connector connector() {
        return connector;
    }

    /** The port it listens on, once it does. */
    int number() {
        return connector.getLocalPort();
    }
}
