package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;

/**
 * Groups of channels seen from blocks of 16 channels of the result, which are computed at once and so read the same channels. Where groups
 * are not whole blocks, the channels of a block belong to several groups: the block reads the channels of all these groups, and weights are
 * laid out for that, with zeros for what a channel does not see. That costs as many times the products as a block has groups, and
 * is still far from one channel at a time.
 *
 * @param groups how many there are
 * @param reading channels of a group that are read
 * @param computed channels of a group that are computed
 */
record GroupBlocks(int groups, int reading, int computed) {
    /** Whether weights must be laid out anew: not if blocks are of one group, or each channel is a group. */
    boolean needed() {
        return groups > 1 && computed % Lanes.WIDTH != 0 && (reading > 1 || computed > 1);
    }

    /** Groups that one block has at most. */
    private int span() {
        int channels = groups * computed;
        int most = 1;
        for (int first = 0; first < channels; first += Lanes.WIDTH) {
            int last = Math.min(first + Lanes.WIDTH, channels) - 1;
            most = Math.max(most, last / computed - first / computed + 1);
        }
        return most;
    }

    /** Channels that a block reads. */
    int channels() {
        return span() * reading;
    }

    /** The first group of the block that a channel of the result lies in; the last blocks read groups before theirs. */
    private Index firstGroup(Index channel) {
        return channel.floorDivide(Lanes.WIDTH)
                .times(Lanes.WIDTH)
                .floorDivide(computed)
                .min(Index.of((long) groups - span()));
    }

    /** The first channel that the block of a channel reads. */
    Index first(Index channel) {
        return firstGroup(channel).times(reading);
    }

    /** Of what a block reads, the place of a channel that a channel of the result sees, given its number within the group. */
    Index place(Index channel, Index within) {
        return channel.floorDivide(computed)
                .minus(firstGroup(channel))
                .times(reading)
                .plus(within);
    }

    /** The number within the group of what stands at a place, if {@link #sees}. */
    Index within(Index channel, Index place) {
        return place.minus(place(channel, Index.ZERO));
    }

    /** Whether a channel of the result sees what stands at a place. */
    Guard sees(Index channel, Index place) {
        return Guard.within(within(channel, place), reading);
    }
}
