package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.InferenceTail;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Place;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.Task;
import dev.convoke.compiler.schedule.Scheduler;
import dev.convoke.compiler.schedule.Step;
import dev.convoke.compiler.schedule.StepCost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** The class with the kernels of a network for one width of vectors. */
final class TwinClass {
    private final Plan plan;
    private final Tailoring tailoring;
    private final int width;
    private final TypeSpec.Builder type;
    private final Map<Phase, List<Emitted>> phases = new EnumMap<>(Phase.class);

    /** A step, its cut kernel, the method that its parts call, and the method with the loops over its parts. */
    private record Emitted(Step step, Outlined outlined, Families.Use tile, Families.Use loops) {}

    private TwinClass(Plan plan, int width, String name, Tailoring tailoring) {
        this.plan = plan;
        this.tailoring = tailoring;
        this.width = width;
        this.type = TypeSpec.classBuilder(name);
    }

    static TypeSpec of(Plan plan, int width, String name, Tailoring tailoring) {
        return new TwinClass(plan, width, name, tailoring).build();
    }

    private TypeSpec build() {
        scheduleAll();
        type.addModifiers(Modifier.FINAL)
                .addSuperinterface(Names.TWIN)
                .addAnnotation(Names.generated())
                .addJavadoc("$L", header());
        VectorFields.of(
                        width,
                        phases.values().stream()
                                .flatMap(List::stream)
                                .map(e -> e.step.kernel())
                                .toList())
                .forEach(type::addField);
        type.addMethod(
                override("lanes", TypeName.INT).addStatement("return $L", width).build());
        type.addMethod(steps());
        type.addMethod(name());
        type.addMethod(parts());
        type.addMethod(cycles());
        InferenceTail.of(plan.inference())
                .filter(tail -> tailoring.phases().contains(Phase.INFERENCE))
                .ifPresent(tail -> type.addMethod(tail(tail)));
        turns().ifPresent(type::addMethod);
        type.addMethod(run());
        for (Phase phase : Phase.values()) {
            phaseMethods(phase);
        }
        Map<String, MethodSpec> methods = new LinkedHashMap<>();
        phases.values()
                .forEach(list -> list.forEach(e -> {
                    methods.computeIfAbsent(e.loops.family().name(), n -> loops(e));
                    methods.computeIfAbsent(e.tile.family().name(), n -> tile(e));
                }));
        methods.values().forEach(type::addMethod);
        functions(methods.values()).forEach(type::addMethod);
        return type.build();
    }

    /** The functions of vectors that the kernels call. */
    private static List<MethodSpec> functions(Collection<MethodSpec> kernels) {
        String text = kernels.stream().map(method -> method.code().toString()).collect(Collectors.joining());
        return Stream.of(UnaryOperation.values())
                .filter(operation ->
                        VectorFunctions.isFunction(operation) && text.contains(VectorFunctions.name(operation) + "("))
                .map(VectorFunctions::method)
                .toList();
    }

    private String header() {
        return (width == 1
                                ? "The kernels of {@code %s} without vectors, for JVMs without the module jdk.incubator.vector."
                                : "The kernels of {@code %s} for vectors of " + width + " floats.")
                        .formatted(plan.network().name())
                + "\n\n<p>A step is a method; what its parts call, {@code tileN} or {@code rowN}, is shared by all steps whose"
                + "\nloops differ in numbers only. Activations lie in blocks of 16 channels, {@code [c/16][h][w][16]}."
                + algorithms();
    }

    /** What is not computed as its definition says; {@code convoke generate --explain-plan} compares. */
    private String algorithms() {
        StringBuilder items = new StringBuilder();
        if (tailoring.phases().contains(Phase.INFERENCE)) {
            plan.algorithms().stream()
                    .filter(choice -> !choice.isDirect())
                    .forEach(choice -> items.append("\n<li>")
                            .append(Comments.line(choice.chosen() + ": " + choice.label()))
                            .append("</li>"));
        }
        return items.isEmpty() ? "" : "\n\n<p>Convolutions that are no direct sums:\n<ul>" + items + "\n</ul>";
    }

    private void scheduleAll() {
        Map<Phase, List<Step>> scheduled = Scheduler.schedule(plan, width, tailoring.phases());
        List<Step> steps = scheduled.values().stream().flatMap(List::stream).toList();
        List<Outlined> outlined =
                steps.stream().map(s -> Outlined.of(s.kernel())).toList();
        List<Families.Member> tiles = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Statement body = outlined.get(i).body();
            tiles.add(new Families.Member(
                    steps.get(i).task().label(),
                    outlined.get(i).rows().isEmpty() ? "row" : "tile",
                    signature(outlined.get(i)),
                    literals -> StatementText.of(body, width, literals)));
        }
        List<Families.Use> tileUses = Families.share(tiles);
        List<Families.Member> loops = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Outlined cut = outlined.get(i);
            Families.Use tile = tileUses.get(i);
            loops.add(new Families.Member(
                    steps.get(i).task().label(),
                    "loops",
                    cut.buffers().toString(),
                    literals -> LoopsText.of(cut, tile, literals)));
        }
        List<Families.Use> loopUses = Families.share(loops);
        int next = 0;
        for (Phase phase : Phase.values()) {
            List<Emitted> emitted = new ArrayList<>();
            for (int i = 0; i < Objects.requireNonNull(scheduled.get(phase)).size(); i++, next++) {
                emitted.add(new Emitted(steps.get(next), outlined.get(next), tileUses.get(next), loopUses.get(next)));
            }
            phases.put(phase, emitted);
        }
    }

    private static String signature(Outlined outlined) {
        return outlined.buffers() + " " + outlined.arguments().keySet();
    }

    private static MethodSpec.Builder override(String name, TypeName returns) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returns);
    }

    private MethodSpec steps() {
        CodeBlock.Builder code = CodeBlock.builder().add("return switch (phase) {\n$>");
        for (Phase phase : Phase.values()) {
            code.add(
                    "case $L -> $L;\n",
                    phase,
                    Objects.requireNonNull(phases.get(phase)).size());
        }
        return override("steps", TypeName.INT)
                .addParameter(Names.PHASE, "phase")
                .addCode(code.add("$<};\n").build())
                .build();
    }

    private MethodSpec name() {
        return dispatch(override("name", ClassName.get(String.class)), "Name", "step");
    }

    private MethodSpec parts() {
        return dispatch(override("parts", TypeName.INT), "Parts", "step, batch");
    }

    private MethodSpec cycles() {
        return dispatch(override("cycles", TypeName.LONG), "Cycles", "step, batch");
    }

    private MethodSpec dispatch(MethodSpec.Builder method, String suffix, String arguments) {
        method.addParameter(Names.PHASE, "phase").addParameter(TypeName.INT, "step");
        if (arguments.contains("batch")) {
            method.addParameter(TypeName.INT, "batch");
        }
        CodeBlock.Builder code = CodeBlock.builder().add("return switch (phase) {\n$>");
        for (Phase phase : Phase.values()) {
            code.add("case $L -> $L($L);\n", phase, lower(phase) + suffix, arguments);
        }
        return method.addCode(code.add("$<};\n").build()).build();
    }

    /** Steps from the first of the tail's first task; a task may have several. */
    private MethodSpec tail(InferenceTail tail) {
        List<Emitted> steps = Objects.requireNonNull(phases.get(Phase.INFERENCE));
        Task first = plan.inference().tasks(Phase.INFERENCE).get(tail.firstTask());
        int firstStep = steps.stream().map(e -> e.step.task()).toList().indexOf(first);
        CodeBlock carried = tail.carried().stream()
                .map(tensor -> CodeBlock.of(
                        "\nnew $T($L, $L)",
                        Names.CARRIED,
                        Objects.requireNonNull(plan.inference().places().get(tensor))
                                .offset(),
                        Objects.requireNonNull(plan.inference().layouts().get(tensor))
                                .floats()))
                .collect(CodeBlock.joining(","));
        return override("tail", ParameterizedTypeName.get(ClassName.get(Optional.class), Names.TAIL))
                .addStatement(
                        "return $T.of(new $T($L, $L, $L, $T.of($L)))",
                        Optional.class,
                        Names.TAIL,
                        firstStep,
                        tail.perSample(),
                        LineStart.INDEX,
                        List.class,
                        carried)
                .build();
    }

    /** Which steps of an inference go through their parts backwards in every second call. */
    private Optional<MethodSpec> turns() {
        List<Emitted> steps = Objects.requireNonNull(phases.get(Phase.INFERENCE));
        String numbers = IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).step.turns())
                .mapToObj(i -> "step == " + i)
                .collect(Collectors.joining(" || "));
        MethodSpec.Builder method = override("turns", TypeName.BOOLEAN)
                .addParameter(Names.PHASE, "phase")
                .addParameter(TypeName.INT, "step");
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(method.addStatement("return phase == $T.INFERENCE && ($L)", Names.PHASE, numbers)
                        .build());
    }

    private MethodSpec run() {
        MethodSpec.Builder method = override("run", TypeName.VOID)
                .addParameter(Names.PHASE, "phase")
                .addParameter(TypeName.INT, "step")
                .addParameter(Names.FRAME, "frame")
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to");
        method.beginControlFlow("switch (phase)");
        for (Phase phase : Phase.values()) {
            method.addStatement("case $L -> $L(step, frame, from, to)", phase, lower(phase));
        }
        return method.endControlFlow().build();
    }

    private static String lower(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private void phaseMethods(Phase phase) {
        List<Emitted> steps = Objects.requireNonNull(phases.get(phase));
        List<CodeBlock> names = new ArrayList<>();
        List<CodeBlock> parts = new ArrayList<>();
        List<CodeBlock> cycles = new ArrayList<>();
        List<CodeBlock> runs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Emitted emitted = steps.get(i);
            names.add(CodeBlock.of("case $L -> $S;\n", i, emitted.step.task().label()));
            parts.add(CodeBlock.of("case $L -> $L;\n", i, partsText(emitted)));
            cycles.add(CodeBlock.of("case $L -> $L;\n", i, cyclesText(emitted)));
            runs.add(CodeBlock.of("$L\ncase $L -> $L\n", comment(emitted.step), i, call(emitted)));
        }
        String name = lower(phase);
        Stream.of(
                        new StepSwitch(name + "Name", ClassName.get(String.class), List.of("step"), names),
                        new StepSwitch(name + "Parts", TypeName.INT, List.of("step", "batch"), parts),
                        new StepSwitch(name + "Cycles", TypeName.LONG, List.of("step", "batch"), cycles),
                        new StepSwitch(name, TypeName.VOID, List.of("step", "f", "from", "to"), runs))
                .forEach(each -> each.methods().forEach(type::addMethod));
    }

    private static Index parts(Emitted emitted) {
        Index product = Index.ONE;
        for (Statement.For loop : emitted.outlined.parts()) {
            product = product.times(loop.high());
        }
        return product;
    }

    private static String cyclesText(Emitted emitted) {
        Statement part = emitted.outlined.body();
        for (Statement.For row : emitted.outlined.rows()) {
            part = new Statement.For(row.variable(), row.low(), row.high(), row.kind(), part);
        }
        long partsOfASample =
                parts(emitted).substitute(Axis.BATCH, Index.ONE).range().high();
        StepCost.Cycles cycles = StepCost.of(emitted.step, part, partsOfASample);
        return cycles.samples() == 0 ? cycles.each() + "L" : cycles.each() + "L + " + cycles.samples() + "L * batch";
    }

    private static String partsText(Emitted emitted) {
        IndexText indices = new IndexText(Literals.plain());
        String text = indices.of(parts(emitted));
        return emitted.step.when().alwaysHolds() ? text : indices.of(emitted.step.when()) + " ? " + text + " : 0";
    }

    /** The call that runs parts of a step: arrays, where the tensors start in them, and the numbers of the family. */
    private String call(Emitted emitted) {
        Step step = emitted.step;
        List<String> arguments = new ArrayList<>();
        for (Buffer buffer : emitted.outlined.buffers()) {
            arguments.add(array(place(step, buffer)));
            arguments.add(start(step, buffer));
        }
        if (LoopsText.mentionsBatch(emitted.outlined)) {
            arguments.add("f.batch");
        }
        if (usesRandom(emitted)) {
            arguments.add("f.randomKey");
        }
        arguments.add("from");
        arguments.add("to");
        emitted.loops.values().forEach(v -> arguments.add(Long.toString(v)));
        String call = emitted.loops.family().name() + "(" + String.join(", ", arguments) + ")";
        return step.task().forInputGradients() ? "{ if (f.wantsInputGradients) { " + call + "; } }" : call + ";";
    }

    private MethodSpec loops(Emitted emitted) {
        Families.Family family = emitted.loops.family();
        MethodSpec.Builder method = method(family);
        for (Buffer buffer : emitted.outlined.buffers()) {
            method.addParameter(float[].class, buffer.name());
            method.addParameter(TypeName.INT, buffer.name() + "Start");
        }
        if (LoopsText.mentionsBatch(emitted.outlined)) {
            method.addParameter(TypeName.INT, "batch");
        }
        if (usesRandom(emitted)) {
            method.addParameter(TypeName.LONG, "randomKey");
        }
        method.addParameter(TypeName.INT, "from").addParameter(TypeName.INT, "to");
        family.parameters().forEach(p -> method.addParameter(TypeName.INT, p));
        return method.addCode(family.code()).build();
    }

    private MethodSpec tile(Emitted emitted) {
        Families.Family family = emitted.tile.family();
        MethodSpec.Builder method = method(family);
        emitted.outlined.buffers().forEach(b -> method.addParameter(float[].class, b.name()));
        if (emitted.outlined.keepsSums()) {
            method.addParameter(float[].class, Buffer.SUMS.name());
        }
        for (Atom.Variable parameter : emitted.outlined.arguments().keySet()) {
            method.addParameter(TypeName.INT, parameter.name());
        }
        if (usesRandom(emitted)) {
            method.addParameter(TypeName.LONG, "randomKey");
        }
        family.parameters().forEach(p -> method.addParameter(TypeName.INT, p));
        return method.addCode(family.code()).build();
    }

    private static MethodSpec.Builder method(Families.Family family) {
        return MethodSpec.methodBuilder(family.name()).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
    }

    private static boolean usesRandom(Emitted emitted) {
        return LoopsText.usesRandom(emitted.tile);
    }

    private String comment(Step step) {
        Tensor output = step.task().output();
        StringBuilder text = new StringBuilder("// ")
                .append(Comments.line(step.task().label()))
                .append(": ")
                .append(output.extents())
                .append(output.batched() ? " a sample, " : ", ")
                .append(plan.session(step.task().phase()).layouts().get(output));
        for (Origin origin : step.task().origins()) {
            text.append("\n//   ")
                    .append(origin.line(plan.network().span().file()))
                    .append(": ")
                    .append(Comments.line(origin.text()));
        }
        return text.toString();
    }

    private Place place(Step step, Buffer buffer) {
        return Objects.requireNonNull(
                plan.session(step.task().phase()).places().get(step.buffers().get(buffer)));
    }

    private static String array(Place place) {
        return switch (place.area()) {
            case STATE -> "f.state";
            case PREPARED -> "f.prepared";
            case GRADIENTS -> "f.gradients";
            case ARENA_FIXED, ARENA_BATCHED -> "f.arena";
            case INPUT -> "f.inputs[" + place.slot() + "]";
            case OUTPUT -> "f.outputs[" + place.slot() + "]";
            case OUTPUT_GRADIENT -> "f.outputGradients[" + place.slot() + "]";
            case INPUT_GRADIENT -> "f.inputGradients[" + place.slot() + "]";
        };
    }

    private String start(Step step, Buffer buffer) {
        Place place = place(step, buffer);
        Plan.Session session = plan.session(step.task().phase());
        return switch (place.area()) {
            case STATE, GRADIENTS -> Integer.toString(place.offset());
            case PREPARED -> Integer.toString(LineStart.index(place.offset()));
            case ARENA_FIXED -> session.batchedFloats() + " * f.batch + " + LineStart.index(place.offset());
            case ARENA_BATCHED -> (place.offset() == 0 ? "" : place.offset() + " * f.batch + ") + LineStart.INDEX;
            case INPUT, OUTPUT, OUTPUT_GRADIENT, INPUT_GRADIENT ->
                "f.firstSample * "
                        + Objects.requireNonNull(step.buffers().get(buffer)).elements();
        };
    }
}
