package dev.musubi.issuer.status.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Pages of other origins may read the lists (CORS, Fetch Standard section 3.2), which are for everybody. */
@Configuration(proxyBeanMethods = false)
class PublicLists implements WebMvcConfigurer {

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        for (String path : new String[] {"/status-lists", "/status-lists/**", "/changes", "/changes/**"}) {
            registry.addMapping(path)
                    .allowedOrigins("*")
                    .allowedMethods("GET", "HEAD")
                    .allowCredentials(false)
                    .maxAge(600);
        }
    }
}
