package dev.convoke.compiler.layer.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Index;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far resizes and adaptive pools read, in closed form: the same as is found position by position, and found at once for any extent. */
class SpansTest {
    private static final int MOST = 40;

    private static final int HUGE = Integer.MAX_VALUE;

    @Test
    void ofResizesToASize() {
        for (int in = 1; in <= MOST; in++) {
            for (int out = 1; out <= MOST; out++) {
                Ratio scale = Ratio.of(in, out);
                for (Resampling axis : List.of(
                        NearestResampling.of(in, out, scale, (float) in / out, false),
                        NearestResampling.of(in, out, scale, (float) in / out, true),
                        LinearResampling.of(in, out, scale),
                        LinearResampling.aligned(in, out))) {
                    assertThat(axis.span()).as(axis.toString()).isEqualTo(found(axis));
                }
            }
        }
    }

    /** What a factor leaves over may hold the position of which there would be one more. */
    @Test
    void ofResizesByAFactor() {
        for (int in = 1; in <= MOST; in++) {
            for (double factor : new double[] {0.1, 0.3, 0.5, 2 / 3.0, 0.75, 1, 1.1, 1.5, 2, 2.3, Math.PI, 4, 7.7}) {
                int out = (int) Math.floor(in * factor);
                Ratio scale = Ratio.of(factor, 1 << 20).inverse();
                for (Resampling axis : List.of(
                        NearestResampling.of(in, Math.max(out, 1), scale, (float) (1 / factor), false),
                        NearestResampling.of(in, Math.max(out, 1), scale, (float) (1 / factor), true),
                        LinearResampling.of(in, Math.max(out, 1), scale))) {
                    assertThat(axis.span()).as(axis.toString()).isBetween(found(axis), found(axis) + 1);
                }
            }
        }
    }

    /** Of some lengths float32 moves positions. */
    @Test
    void ofCorrectedResizes() {
        for (int[] extents : new int[][] {{100, 3050}, {567, 783}, {2166, 3477}, {16356, 7569}}) {
            for (boolean exact : new boolean[] {false, true}) {
                Resampling axis = NearestResampling.of(
                        extents[0],
                        extents[1],
                        Ratio.of(extents[0], extents[1]),
                        (float) extents[0] / extents[1],
                        exact);
                assertThat(axis.span()).as(axis.toString()).isEqualTo(found(axis));
            }
        }
    }

    private static int found(Resampling axis) {
        int[] last = new int[axis.in()];
        Arrays.fill(last, -1);
        for (int position = 0; position < axis.out(); position++) {
            for (Resampling.Read read : axis.reads(Index.of(position))) {
                last[Math.toIntExact(read.at().constant())] = position;
            }
        }
        return IntStream.range(0, axis.in())
                .map(i -> last[i] - Math.toIntExact(axis.first(Index.of(i)).constant()) + 1)
                .reduce(1, Math::max);
    }

    @Test
    void ofAdaptivePools() {
        for (int in = 1; in <= MOST; in++) {
            for (int out = 1; out <= MOST; out++) {
                Bins bins = new Bins(in, out);
                int size = 0;
                int[] windows = new int[in];
                for (int bin = 0; bin < out; bin++) {
                    int start = Math.floorDiv(bin * in, out);
                    int end = -Math.floorDiv(-(bin + 1) * in, out);
                    size = Math.max(size, end - start);
                    IntStream.range(start, end).forEach(i -> windows[i]++);
                }
                assertThat(bins.size()).as(bins.toString()).isEqualTo(size);
                assertThat(bins.overlap())
                        .as(bins.toString())
                        .isEqualTo(Arrays.stream(windows).max().orElseThrow());
            }
        }
    }

    @Test
    void ofTheLargestExtents() {
        assertThat(NearestResampling.of(1, HUGE, Ratio.of(1, HUGE), 1f / HUGE, false)
                        .span())
                .isEqualTo(HUGE);
        assertThat(NearestResampling.of(HUGE, HUGE - 1, Ratio.of(HUGE, HUGE - 1), 1, true)
                        .span())
                .isEqualTo(1);
        assertThat(LinearResampling.of(HUGE - 1, HUGE, Ratio.of(HUGE - 1, HUGE)).span())
                .isEqualTo(3);
        assertThat(new Bins(HUGE, HUGE - 1).size()).isEqualTo(2);
        assertThat(new Bins(HUGE, HUGE - 1).overlap()).isEqualTo(2);
    }
}
