package dev.musubi.issuer.time;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    @Bean
    @Primary
    MovableClock clock() {
        return new MovableClock();
    }

    @Bean
    MachineClock machineClock() {
        return new MachineClock();
    }
}
