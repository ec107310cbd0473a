package dev.musubi.issuer.time;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    @Bean
    MovableClock clock() {
        return new MovableClock();
    }
}
