/** Re-issue without the holder doing anything: with consent, on the latest attributes from J-LIS. */
@org.jspecify.annotations.NullMarked
package dev.musubi.issuer.refresh;
