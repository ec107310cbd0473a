package dev.musubi.issuer.time;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    @Bean
    @Primary
    IssuerClock clock(MachineClock machine, ClockShift shift) {
        return new IssuerClock(machine, shift);
    }

    @Bean
    ClockWatch clockWatch(MachineClock machine, HighWaterMark mark) {
        return new ClockWatch(machine, mark);
    }

    @Bean
    MachineClock machineClock() {
        return new MachineClock();
    }
}
