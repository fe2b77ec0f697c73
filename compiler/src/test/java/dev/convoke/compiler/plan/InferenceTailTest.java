package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.schedule.PlanExplanation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From which task on samples go together. That the outputs stay the same is tested with models. */
class InferenceTailTest {
    private final Builder net = new Builder();

    private Value conv(String name, Value input, int channels, int kernel) {
        return net.add(name, "Conv", input, "out_channels", channels, "kernel", kernel, "padding", kernel / 2);
    }

    private Value pooled(String name, Value input) {
        return net.add(name, "MaxPool", input, "kernel", 4);
    }

    private static List<Task> tasks(Plan plan) {
        return plan.inference().tasks(Phase.INFERENCE);
    }

    /** 64 channels of 64 x 64 are 1 MiB a sample, and their weights 36 KiB and 144; those of 256 and 512 channels of 4 x 4 are 4.5 MiB. */
    @Test
    void largeWeightsOfSmallMapsMakeATail() {
        Value wide = conv("b", conv("a", net.input("image", 16, 64, 64), 64, 3), 64, 3);
        Value small = conv("c", pooled("q", pooled("p", wide)), 256, 1);
        Plan plan = BackEnd.plan(net.build(conv("d", small, 512, 3)));
        InferenceTail tail = InferenceTail.of(plan.inference()).orElseThrow();
        assertThat(tasks(plan).get(tail.firstTask()).label()).startsWith("d");
        assertThat(tasks(plan).subList(0, tail.firstTask()))
                .noneSatisfy(task -> assertThat(task.label()).startsWith("d (products)"));
        assertThat(tail.carried()).extracting(Tensor::name).containsExactly("c");
        Place place = plan.inference().places().get(tail.carried().get(0));
        assertThat(place).isNotNull();
        assertThat(tail.perSample())
                .isGreaterThanOrEqualTo(place.offset() + 256 * 16)
                .isLessThan(plan.inference().batchedFloats());
    }

    /** What a shortcut brings is carried as well. */
    @Test
    void allThatIsReadLaterIsCarried() {
        Value wide = conv("a", net.input("image", 16, 64, 64), 64, 3);
        Value small = conv("c", pooled("q", pooled("p", wide)), 512, 1);
        Value block = conv("e", conv("d", small, 512, 3), 512, 3);
        Value sum = net.add("sum", Add.of(small.shape(), block.shape()).orElseThrow(), small, block);
        InferenceTail tail =
                InferenceTail.of(BackEnd.plan(net.build(sum)).inference()).orElseThrow();
        assertThat(tail.carried()).extracting(Tensor::name).containsExactly("c");
    }

    @Test
    void smallWeightsMakeNone() {
        Value small = conv("b", conv("a", net.input("image", 16, 64, 64), 64, 3), 64, 3);
        assertThat(InferenceTail.of(BackEnd.plan(net.build(small)).inference())).isEmpty();
    }

    /** So small a sample that pieces are no smaller than groups. */
    @Test
    void netsWhosePiecesAreAsLargeHaveNone() {
        Value fc = net.add("fc", "Linear", net.input("x", 4608), "out_features", 64);
        Plan plan = BackEnd.plan(net.build(net.add("fc2", "Linear", fc, "out_features", 4608)));
        assertThat(InferenceTail.of(plan.inference())).isEmpty();
    }

    @Test
    void plansAreExplainedWithIt() {
        Value wide = conv("b", conv("a", net.input("image", 16, 64, 64), 64, 3), 64, 3);
        Value small = conv("c", pooled("q", pooled("p", wide)), 256, 1);
        List<String> lines = PlanExplanation.of("net", BackEnd.plan(net.build(conv("d", small, 512, 3))), 16);
        int line = lines.indexOf("      from here on, samples of a batch go together");
        assertThat(line).isPositive();
        assertThat(lines.get(line + 1)).contains(" d");
        assertThat(lines).containsOnlyOnce(lines.get(line));
    }

    /** VGG's first linear layers have 400 MB of weights; a group for the last convolutions would be two samples, for them it is sixteen. */
    @Test
    void groupsAreLargeEnoughForWhatTheySave() {
        Value wide = conv("a", net.input("image", 3, 224, 224), 64, 3);
        Value small = net.add("p", "MaxPool", wide, "kernel", 8);
        Value flat = net.add("f", "Flatten", conv("b", small, 512, 3));
        Plan plan = BackEnd.plan(net.build(net.add("fc", "Linear", flat, "out_features", 512)));
        InferenceTail tail = InferenceTail.of(plan.inference()).orElseThrow();
        assertThat(tasks(plan).get(tail.firstTask()).label()).contains("fc");
        assertThat((6L << 20) / tail.perSample()).isGreaterThanOrEqualTo(10);
    }
}
