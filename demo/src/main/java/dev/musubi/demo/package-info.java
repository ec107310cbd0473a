/**
 * Three relying parties that accept private IDs: a bank (犯罪収益移転防止法), a telco (携帯電話不正利用防止法) and a city office
 * (行政手続), each at an origin of its own.
 */
@org.jspecify.annotations.NullMarked
package dev.musubi.demo;
