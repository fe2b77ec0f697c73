package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Concat;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parts of joins have no memory of their own. That what is computed stays the same is tested with the schedules. */
class ViewsTest {
    private final Builder net = new Builder();
    private final Value image = net.input("image", 3, 8, 8);

    private Value conv(String name, Value x, int channels) {
        return net.add(name, "Conv", x, "out_channels", channels, "kernel", 3, "padding", 1);
    }

    private Value concat(String name, Value... parts) {
        Concat concat =
                Concat.of(List.of(parts).stream().map(Value::shape).toList()).orElseThrow();
        return net.add(name, concat, parts);
    }

    private Plan plan(Value result) {
        return BackEnd.plan(net.build(conv("head", result, 16)), Numerics.EXACT);
    }

    private static List<String> labels(Plan plan) {
        return plan.inference().tasks(Phase.INFERENCE).stream().map(Task::label).toList();
    }

    private static List<String> stored(Plan plan) {
        return plan.inference().layouts().keySet().stream().map(Tensor::name).toList();
    }

    @Test
    void convolutionsWriteTheirPartOfAJoin() {
        Value stem = conv("stem", image, 16);
        Plan plan = plan(concat("join", conv("a", stem, 32), conv("b", stem, 16)));
        assertThat(labels(plan)).doesNotContain("join").containsOnlyOnce("halo of join");
        assertThat(stored(plan)).contains("join").doesNotContain("a", "b");
    }

    @ParameterizedTest
    @CsvSource({"16, 16, 0", "16, 20, 0", "20, 16, 1", "8, 8, 1"})
    void partsThatBeginWithinABlockAreCopied(int first, int second, int copies) {
        Value stem = conv("stem", image, 16);
        Plan plan = plan(concat("join", conv("a", stem, first), conv("b", stem, second)));
        assertThat(labels(plan)).filteredOn("join"::equals).hasSize(copies);
        assertThat(stored(plan))
                .doesNotContain("a")
                .satisfies(names -> assertThat(names.contains("b")).isEqualTo(copies == 1));
    }

    /** As in a DenseNet: what a layer reads is the first part of what the next one reads. */
    @Test
    void aJoinIsTheFirstPartOfTheNext() {
        Value x = conv("stem", image, 32);
        for (int i = 0; i < 3; i++) {
            x = concat("join" + i, x, conv("layer" + i, x, 16));
        }
        Plan plan = plan(x);
        assertThat(labels(plan)).noneMatch(label -> label.startsWith("join"));
        assertThat(stored(plan)).contains("join2").doesNotContain("join0", "join1", "stem", "layer2");
    }

    @Test
    void joinsOfMoreAndMorePartsLieInTheLast() {
        Value a = conv("a", image, 16);
        Value b = conv("b", concat("one", a, conv("c", a, 16)), 16);
        Value two = concat("two", a, b);
        Plan plan = plan(concat("three", a, b, conv("d", two, 16)));
        assertThat(labels(plan))
                .doesNotContain("two", "three")
                .filteredOn("one"::equals)
                .hasSize(1);
        assertThat(stored(plan)).contains("three", "one").doesNotContain("a", "b", "two", "d");
    }

    @Test
    void whatIsJoinedTwiceIsCopiedOnce() {
        Value a = conv("a", image, 16);
        Plan plan = plan(concat("join", a, a));
        assertThat(labels(plan)).filteredOn("join"::equals).hasSize(1);
        assertThat(stored(plan)).doesNotContain("a");
    }

    /** A caller's array has the caller's layout. */
    @Test
    void inputsAndOutputsAreCopied() {
        Plan plan = BackEnd.plan(net.build(concat("join", image, conv("a", image, 16))), Numerics.EXACT);
        assertThat(stored(plan)).contains("a");
    }

    @Test
    void slicesAreReadWhereTheyLie() {
        Value stem = conv("stem", image, 48);
        Value slice = net.add("slice", "Slice", stem, "start", 16, "end", 48);
        assertThat(stored(plan(slice))).contains("stem").doesNotContain("slice");
    }

    /** In a training step, too, and their gradients are read in the gradient of the join. */
    @Test
    void trainingCopiesNoParts() {
        Value stem = conv("stem", image, 16);
        Plan plan = plan(concat("join", conv("a", stem, 32), conv("b", stem, 16)));
        assertThat(plan.training().tasks().stream().map(Task::label)).doesNotContain("join");
        assertThat(plan.training().layouts().keySet().stream().map(Tensor::name))
                .contains("join", "grad.join")
                .doesNotContain("a", "b", "grad.a", "grad.b");
    }
}
