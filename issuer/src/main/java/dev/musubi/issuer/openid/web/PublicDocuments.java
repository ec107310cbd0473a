package dev.musubi.issuer.openid.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What pages of other origins may read (CORS, Fetch Standard section 3.2): the provider's metadata and its keys, and
 * how it kept its promise, which are for everybody, without credentials and by GET alone. Nothing else.
 */
@Configuration(proxyBeanMethods = false)
class PublicDocuments implements WebMvcConfigurer {

    /** The paths. */
    static final String[] PATHS = {
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
        "/.well-known/ssf-configuration",
        "/openid/jwks",
        "/monitoring.json"
    };

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        for (String path : PATHS) {
            registry.addMapping(path)
                    .allowedOrigins("*")
                    .allowedMethods("GET", "HEAD")
                    .allowCredentials(false)
                    .maxAge(600);
        }
    }
}
