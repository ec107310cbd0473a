package dev.musubi.issuer.assurance;

import dev.musubi.assurance.AssuranceEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one engine, on the catalogue of this release. */
@Configuration(proxyBeanMethods = false)
class AssuranceConfiguration {

    @Bean
    AssuranceEngine assuranceEngine() {
        return AssuranceEngine.standard();
    }
}
