package dev.convoke.cli.machine;

import java.util.OptionalDouble;

/**
 * What some threads of this machine can do at most, measured now. All are missing where the Vector API's module is, that of memory on a small heap too.
 *
 * @param gigaflops multiply-adds in registers, each counted as two operations
 * @param cacheGigabytes 10^9 bytes read in a second from {@value ReadBandwidth#SHARED_CACHE} bytes, which a shared cache holds
 * @param memoryGigabytes 10^9 bytes read in a second from {@value ReadBandwidth#MEMORY} bytes, which no cache holds
 */
public record MachineLimits(
        int threads, OptionalDouble gigaflops, OptionalDouble cacheGigabytes, OptionalDouble memoryGigabytes) {

    /** Takes a second or less. */
    public static MachineLimits measure(int threads) {
        return new MachineLimits(
                threads,
                FmaLimit.gigaflops(threads),
                ReadBandwidth.gigabytes(ReadBandwidth.SHARED_CACHE, threads),
                ReadBandwidth.gigabytes(ReadBandwidth.MEMORY, threads));
    }
}
