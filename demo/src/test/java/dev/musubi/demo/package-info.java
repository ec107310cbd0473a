@org.jspecify.annotations.NullMarked
package dev.musubi.demo;
