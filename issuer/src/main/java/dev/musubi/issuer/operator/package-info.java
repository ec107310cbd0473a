/** What an operator sees and does. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "anchor",
            "audit",
            "consent",
            "database",
            "refresh",
            "relyingparty",
            "status",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.operator;
