package dev.convoke.compiler.emit.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.CodeBlock;
import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Interpreter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.schedule.Scheduler;
import dev.convoke.compiler.schedule.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels cut into loops and tiles, and tiles shared by steps: nothing that they compute changes. */
class OutlinedTest {
    private static final int BATCH = 9;

    private static final Map<String, Network> NETWORKS =
            Map.of("convolutions", convolutions(), "groups", groups(), "classifier", classifier());

    private static Network convolutions() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 4, 5);
        Value a = net.add("conv1", "Conv", x, "out_channels", 32, "kernel", 3, "padding", 1);
        Value b = net.add("conv2", "Conv", a, "out_channels", 48, "kernel", 3, "padding", 1);
        Value c = net.add("conv3", "Conv", b, "out_channels", 32, "kernel", 3, "padding", 1, "stride", 2);
        Value d = net.add("norm", "BatchNorm", c);
        return net.build(net.add("pool", "MaxPool", d, "kernel", 2));
    }

    private static Network groups() {
        Builder net = new Builder();
        Value x = net.input("image", 16, 4, 5);
        Value a = net.add("conv1", "Conv", x, "out_channels", 24, "kernel", 1);
        Value b = net.add("conv2", "Conv", a, "out_channels", 24, "kernel", 3, "groups", 4);
        Value c = net.add("drop", "Dropout", b);
        return net.build(net.add("pad", "Pad", c, "channels", List.of(2, 3)));
    }

    private static Network classifier() {
        Builder net = new Builder();
        Value x = net.input("image", 17, 3, 3);
        Value a = net.add("pool", "AdaptiveAvgPool", x, "output_size", 2);
        Value b = net.add("flat", "Flatten", a);
        Value c = net.add("fc1", "Linear", b, "out_features", 33);
        Value d = net.add("fc2", "Linear", c, "out_features", 10);
        return net.build(net.add("softmax", "Softmax", d));
    }

    static Stream<Arguments> cases() {
        return NETWORKS.keySet().stream()
                .sorted()
                .flatMap(name -> Stream.of(16, 8, 4, 1).map(width -> Arguments.of(name, width)));
    }

    @ParameterizedTest(name = "{0}, {1} lanes")
    @MethodSource("cases")
    void aCutKernelComputesTheSame(String name, int width) {
        Plan plan = BackEnd.plan(Objects.requireNonNull(NETWORKS.get(name)));
        Map<Phase, List<Step>> steps = Scheduler.schedule(plan, width);
        steps.forEach((phase, list) -> list.forEach(step -> check(step, plan.session(phase), width)));
        assertThat(steps.values().stream().mapToInt(List::size).sum()).isGreaterThan(10);
    }

    private static void check(Step step, Plan.Session session, int width) {
        Kernel whole = step.kernel();
        Outlined cut = Outlined.of(whole);
        assertThat(unknown(cut)).as(whole.name()).isEmpty();

        List<Statement> call = new ArrayList<>();
        cut.arguments().forEach((parameter, argument) -> call.add(new Statement.Let(parameter, argument.value())));
        call.add(cut.body());
        Statement joined = new Statement.Block(call);
        List<Statement.For> loops = new ArrayList<>(cut.parts());
        loops.addAll(cut.rows());
        for (int i = loops.size() - 1; i >= 0; i--) {
            Statement.For loop = loops.get(i);
            joined = new Statement.For(loop.variable(), loop.low(), loop.high(), loop.kind(), joined);
        }
        assertThat(run(step, whole.withBody(joined), session, width))
                .as(whole.name())
                .isEqualTo(run(step, whole, session, width));
    }

    /** Variables that the body uses and neither binds nor is given. */
    private static Set<Atom.Variable> unknown(Outlined cut) {
        Set<Atom.Variable> used = new HashSet<>();
        Set<Atom.Variable> bound = new HashSet<>(cut.arguments().keySet());
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            protected Index index(Index index) {
                return note(index, used);
            }
        };
        new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }

            @Override
            protected Index index(Index index) {
                return note(index, used);
            }

            @Override
            public Statement loop(Statement.For loop) {
                bound.add(loop.variable());
                return super.loop(loop);
            }
        }.rewrite(cut.body());
        used.removeAll(bound);
        return used;
    }

    private static Index note(Index index, Set<Atom.Variable> used) {
        return index.substitute(variable -> {
            used.add(variable);
            return Index.of(variable);
        });
    }

    private static List<Integer> run(Step step, Kernel kernel, Plan.Session session, int width) {
        Random random = new Random(1);
        Map<Buffer, float[]> memory = new HashMap<>();
        step.buffers().entrySet().stream()
                .sorted((a, b) -> a.getKey().name().compareTo(b.getKey().name()))
                .forEach(entry -> {
                    Layout layout = Objects.requireNonNull(session.layouts().get(entry.getValue()));
                    int samples = entry.getValue().batched() ? BATCH : 1;
                    memory.put(
                            entry.getKey(),
                            Layers.random(random, (int) (layout.floats() + 15) / 16 * 16 * samples + Lanes.WIDTH));
                });
        Interpreter.overBuffers(memory)
                .withWidth(width == 1 ? Lanes.WIDTH : width)
                .run(kernel, Map.of(Axis.BATCH, (long) BATCH));
        List<Integer> bits = new ArrayList<>();
        for (float value : Objects.requireNonNull(memory.get(new Buffer("out")))) {
            bits.add(Float.floatToRawIntBits(value));
        }
        return bits;
    }

    private record Shared(List<Families.Member> members, List<Families.Use> uses) {
        static Shared of(Network network, int width) {
            List<Families.Member> members = new ArrayList<>();
            Scheduler.schedule(BackEnd.plan(network), width)
                    .values()
                    .forEach(steps -> steps.forEach(step -> {
                        Outlined cut = Outlined.of(step.kernel());
                        members.add(new Families.Member(
                                step.task().label(),
                                "tile",
                                cut.buffers() + " " + cut.arguments().keySet(),
                                literals -> StatementText.of(cut.body(), width, literals)));
                    }));
            return new Shared(members, Families.share(members));
        }
    }

    private static final Pattern PARAMETER = Pattern.compile("\\bs([0-9]+)\\b");

    @ParameterizedTest(name = "{0}, {1} lanes")
    @MethodSource("cases")
    void aFamilyWithAMembersNumbersIsThatMember(String name, int width) {
        Shared shared = Shared.of(Objects.requireNonNull(NETWORKS.get(name)), width);
        for (int i = 0; i < shared.members().size(); i++) {
            Families.Use use = shared.uses().get(i);
            assertThat(use.values()).hasSameSizeAs(use.family().parameters());
            String text =
                    PARAMETER.matcher(use.family().code().toString()).replaceAll(found -> number(use, found.group()));
            CodeBlock own = shared.members().get(i).body().apply(Literals.plain());
            assertThat(text).as(shared.members().get(i).label()).isEqualTo(own.toString());
            assertThat(use.family().members()).contains(shared.members().get(i).label());
        }
    }

    private static String number(Families.Use use, String parameter) {
        int position = use.family().parameters().indexOf(parameter);
        return Matcher.quoteReplacement(Long.toString(use.values().get(position)));
    }

    @Test
    void convolutionsOfOneKindShareTheirTile() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 8, 8);
        Value stem = net.add("stem", "Conv", x, "out_channels", 32, "kernel", 3, "padding", 1);
        Value a = net.add("conv1", "Conv", stem, "out_channels", 48, "kernel", 3, "padding", 1);
        Value b = net.add("conv2", "Conv", a, "out_channels", 64, "kernel", 3, "padding", 1);
        Value c = net.add("other", "Conv", b, "out_channels", 64, "kernel", 5, "padding", 2);
        Shared shared = Shared.of(net.build(net.add("pool", "GlobalAvgPool", c)), 16);
        assertThat(family(shared, "conv2")).isEqualTo(family(shared, "conv1"));
        assertThat(family(shared, "other")).isNotEqualTo(family(shared, "conv1"));
    }

    /** The name of the method that the first step of that label calls. */
    private static String family(Shared shared, String label) {
        List<String> labels =
                shared.members().stream().map(Families.Member::label).toList();
        return shared.uses().get(labels.indexOf(label)).family().name();
    }

    @Test
    void methodsHaveNamesOfTheirOwn() {
        Map<String, Families.Family> byName = new HashMap<>();
        for (Families.Use use : Shared.of(convolutions(), 8).uses()) {
            assertThat(byName.computeIfAbsent(use.family().name(), n -> use.family()))
                    .isSameAs(use.family());
        }
        assertThat(byName).hasSizeGreaterThan(5);
    }
}
