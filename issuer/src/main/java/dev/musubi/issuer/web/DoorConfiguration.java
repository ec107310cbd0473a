package dev.musubi.issuer.web;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyStore;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hangs the doors: one server, three connectors. */
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

    private static final int LARGEST_REFUSED_BODY = 512 * 1024;
    private static final int LARGEST_HEAD = 16 * 1024;
    private static final int LARGEST_FORM = 64 * 1024;

    /**
     * What browsers leave as it is in a query (WHATWG URL, query percent-encode set) though RFC 3986 has it encoded: JSON in
     * an authorization request or a state that a site put into a link as it was is no reason to turn its user away.
     */
    private static final String SENT_AS_THEY_ARE = "|{}[]\\^`";

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> doorHanger(DoorSettings settings, LimitSettings limits) {
        return factory -> {
            ServerKey key = serverKey(settings);
            KeyStore store = key.open();
            factory.setAddress(settings.address());
            factory.setPort(settings.holders());
            factory.setProtocol(DoorProtocol.class.getName());
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ContainerRefusals.class.getName()));
            factory.addConnectorCustomizers(connector -> {
                limit(connector, limits);
                tls(connector, store, key.password(), "none");
            });
            Connector relyingParties = connector(settings.relyingParties(), settings.address(), limits);
            tls(
                    relyingParties,
                    store,
                    key.password(),
                    switch (settings.clientCertificates()) {
                        case REQUIRED -> "required";
                        case REQUESTED -> "optional";
                    });
            factory.addAdditionalConnectors(
                    relyingParties, connector(settings.operators(), InetAddress.getLoopbackAddress(), limits));
        };
    }

    static ServerKey serverKey(DoorSettings settings) {
        try {
            return settings.keyStore() != null && settings.keyStorePassword() != null
                    ? new ServerKey(settings.keyStore(), settings.keyStorePassword())
                    : DevelopmentTls.in(settings.developmentTls());
        } catch (IOException e) {
            throw new IllegalStateException("no TLS key for the server: set musubi.doors.key-store", e);
        }
    }

    private static Connector connector(int port, InetAddress address, LimitSettings limits) {
        Connector connector = new Connector(DoorProtocol.class.getName());
        limit(connector, limits);
        connector.setPort(port);
        ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).setAddress(address);
        return connector;
    }

    /** All doors alike. */
    private static void limit(Connector connector, LimitSettings limits) {
        DoorProtocol protocol = (DoorProtocol) connector.getProtocolHandler();
        protocol.guardWith(new ConnectionGuard(limits));
        // A request that waits costs a thread that costs nothing.
        protocol.setExecutor(new VirtualThreadExecutor("door-"));
        protocol.setMaxConnections(limits.connections());
        protocol.setConnectionTimeout((int) limits.head().toMillis());
        protocol.setKeepAliveTimeout((int) limits.idle().toMillis());
        // What is left of a body that was refused is read so far, so that its sender reads the refusal.
        protocol.setMaxSwallowSize(LARGEST_REFUSED_BODY);
        protocol.setMaxHttpRequestHeaderSize(LARGEST_HEAD);
        connector.setMaxPostSize(LARGEST_FORM);
        connector.setProperty("relaxedQueryChars", SENT_AS_THEY_ARE);
    }

    private static void tls(Connector connector, KeyStore store, String password, String clientCertificate) {
        connector.setScheme("https");
        connector.setSecure(true);
        AbstractHttp11Protocol<?> protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        protocol.setSSLEnabled(true);
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.3+TLSv1.2");
        host.setCipherSuites("TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
        host.setCiphers("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384");
        host.setCertificateVerification(clientCertificate);
        if (!clientCertificate.equals("none")) {
            host.setTrustManagerClassName(AnyClientCertificate.class.getName());
        }
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(store);
        certificate.setCertificateKeystorePassword(password);
        // Tomcat lays the key into a second store of this type, in memory alone. As PKCS #12 it would hash the password
        // 10,000 times on the way in and again on the way out, for each door.
        certificate.setCertificateKeystoreType("JKS");
        host.addCertificate(certificate);
        protocol.addSslHostConfig(host);
    }
}
