package dev.musubi.sandbox;

import dev.musubi.sandbox.tls.TlsMaterial;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** A port with TLS 1.3 or 1.2 on this machine alone. */
final class TlsConnector {

    private static final String LOOPBACK = "127.0.0.1";

    private TlsConnector() {}

    /**
     * A connector that is not open yet.
     *
     * @param threads the beginning of its threads' names
     * @param clientCertificates whether a client has to have a certificate of the sandbox's CA, or need not have any
     */
    static Connector on(int port, TlsMaterial tls, String threads, boolean clientCertificates) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("address", LOOPBACK);
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.setAddress(InetAddress.ofLiteral(LOOPBACK));
            protocol.setExecutor(new VirtualThreadTaskExecutor(threads));
        }
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification(clientCertificates ? "required" : "none");
        if (clientCertificates) {
            host.setTruststoreFile(tls.trustStore().toAbsolutePath().toString());
            host.setTruststorePassword(TlsMaterial.PASSWORD);
            host.setTruststoreType("PKCS12");
        }
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        own.setCertificateKeystoreFile(tls.serverKeys().toAbsolutePath().toString());
        own.setCertificateKeystorePassword(TlsMaterial.PASSWORD);
        own.setCertificateKeystoreType("PKCS12");
        host.addCertificate(own);
        connector.addSslHostConfig(host);
        return connector;
    }
}
