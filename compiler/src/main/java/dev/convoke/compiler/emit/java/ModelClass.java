package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.plan.Plan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** The class that users see: how to make a model, and what the runtime needs to know of it. */
final class ModelClass {
    /** Tensors described by one method. */
    private static final int TENSORS_A_METHOD = 100;

    private final Plan plan;
    private final Tailoring tailoring;
    private final ClassName name;
    private final TypeSpec.Builder type;

    private ModelClass(Plan plan, ClassName name, Tailoring tailoring) {
        this.plan = plan;
        this.tailoring = tailoring;
        this.name = name;
        this.type = TypeSpec.classBuilder(name);
    }

    static TypeSpec of(Plan plan, ClassName name, Tailoring tailoring) {
        return new ModelClass(plan, name, tailoring).build();
    }

    private TypeSpec build() {
        type.addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(Names.MODEL)
                .addAnnotation(Names.generated())
                .addJavadoc("$L", header());
        type.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Names.PARAMETERS, "parameters")
                .addStatement(
                        tailoring.widths().size() == 1
                                ? CodeBlock.of("super(describe(), twin(), parameters)")
                                : CodeBlock.of(
                                        "super(describe(), new $L(), $L::twin, parameters)",
                                        name.simpleName() + Tailoring.suffix(1),
                                        name.simpleName()))
                .build());
        type.addMethod(factory("of", "A model with these parameters.")
                .addParameter(Names.PARAMETERS, "parameters")
                .addStatement("return new $T(parameters)", name)
                .build());
        type.addMethod(
                factory("load", "A model with the weights of a safetensors file, named as in PyTorch's state_dict.")
                        .addParameter(ClassName.get("java.nio.file", "Path"), "weights")
                        .addStatement("return of($T.load(describe(), weights))", Names.PARAMETERS)
                        .build());
        type.addMethod(factory(
                        "initialise",
                        "A fresh model, initialised as PyTorch does; the same seed gives the same weights.")
                .addParameter(TypeName.LONG, "seed")
                .addStatement("return of($T.initialise(describe(), seed))", Names.PARAMETERS)
                .build());
        type.addMethod(describe());
        tensors();
        type.addMethod(tailoring.widths().size() == 1 ? onlyTwin() : twin());
        return type.build();
    }

    private MethodSpec.Builder factory(String method, String documentation) {
        return MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("$L", documentation)
                .returns(name);
    }

    private String header() {
        Network network = plan.network();
        StringBuilder text = new StringBuilder();
        network.documentation()
                .lines()
                .forEach(line -> text.append(Comments.line(line)).append('\n'));
        if (text.isEmpty()) {
            text.append("The network {@code ").append(network.name()).append("}.\n");
        }
        text.append("\n<table>\n<caption>Layers</caption>\n");
        text.append("<tr><th>path</th><th>layer</th><th>output</th></tr>\n");
        for (Value input : network.graph().inputs()) {
            row(text, input.name(), "input", input.extents().toString());
        }
        for (Node node : network.graph().nodes()) {
            row(
                    text,
                    node.origin().path(),
                    node.origin().text(),
                    node.output().extents().toString());
        }
        return text.append("</table>").toString();
    }

    private static void row(StringBuilder text, String path, String layer, String shape) {
        text.append("<tr><td>")
                .append(Comments.line(path))
                .append("</td><td>")
                .append(Comments.line(layer))
                .append("</td><td>")
                .append(shape)
                .append("</td></tr>\n");
    }

    private MethodSpec describe() {
        Network network = plan.network();
        return MethodSpec.methodBuilder("describe")
                .addJavadoc("$L", "What the runtime knows of this network.")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(Names.NET_DESCRIPTION)
                .addCode(CodeBlock.builder()
                        .add("return new $T(\n$>$>", Names.NET_DESCRIPTION)
                        .add("$S,\n", network.name())
                        .add("1,\n")
                        .add("$L,\n", ports(network.graph().inputs(), inputNames(network)))
                        .add("$L,\n", ports(network.graph().outputs(), network.outputNames()))
                        .add("tensors(),\n")
                        .add(
                                "$L,\n$L,\n$L,\n",
                                plan.stateFloats(),
                                plan.counters(),
                                LineStart.length(plan.preparedFloats()))
                        .add("$L,\n", arena(plan.inference()))
                        .add("$L,\n", arena(plan.training()))
                        .add("$L,\n", network.smallestTrainingBatch())
                        .add("$L);\n$<$<", plan.inferenceStateFloats())
                        .build())
                .build();
    }

    private static List<String> inputNames(Network network) {
        return network.graph().inputs().stream().map(Value::name).toList();
    }

    private CodeBlock ports(List<Value> values, List<String> names) {
        List<CodeBlock> ports = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            boolean bytes = plan.network().byteInputs().contains(values.get(i).name());
            ports.add(CodeBlock.of(
                    bytes ? "new $T($S, $L, true)" : "new $T($S, $L)",
                    Names.PORT,
                    names.get(i),
                    listOf(values.get(i).extents())));
        }
        return CodeBlock.of("$T.of($L)", List.class, CodeBlock.join(ports, ", "));
    }

    private static CodeBlock listOf(List<Integer> extents) {
        return CodeBlock.of(
                "$T.of($L)", List.class, extents.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static CodeBlock arena(Plan.Session session) {
        return CodeBlock.of(
                "new $T($L, $L)", Names.ARENA, LineStart.length(session.fixedFloats()), session.batchedFloats());
    }

    private void tensors() {
        TypeName list = ParameterizedTypeName.get(ClassName.get(List.class), Names.TENSOR);
        MethodSpec.Builder all = MethodSpec.methodBuilder("tensors")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(list)
                .addStatement("$T tensors = new $T<>()", list, ArrayList.class);
        List<StateTensor> state = plan.network().state();
        for (int from = 0; from < state.size(); from += TENSORS_A_METHOD) {
            String part = "addTensors" + (from / TENSORS_A_METHOD + 1);
            all.addStatement("$L(tensors)", part);
            MethodSpec.Builder method = MethodSpec.methodBuilder(part)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .addParameter(list, "tensors");
            state.subList(from, Math.min(state.size(), from + TENSORS_A_METHOD))
                    .forEach(tensor -> method.addStatement("tensors.add($L)", tensor(tensor)));
            type.addMethod(method.build());
        }
        type.addMethod(all.addStatement("return tensors").build());
    }

    private CodeBlock tensor(StateTensor tensor) {
        float low = (float) tensor.low();
        float high = (float) tensor.high();
        CodeBlock initialiser = Float.compare(low, high) == 0
                ? CodeBlock.of("$T.constant($L)", Names.INITIALISER, ExpressionText.literal(low))
                : CodeBlock.of("$T.uniform($L)", Names.INITIALISER, ExpressionText.literal(high));
        boolean once = tensor.kind() != StateTensor.Kind.COUNTER || tensor.perStep() == 1;
        return CodeBlock.of(
                "new $T($S, $T.$L, $L, $L, $L$L)",
                Names.TENSOR,
                tensor.name(),
                Names.TENSOR_KIND,
                tensor.kind(),
                listOf(tensor.extents()),
                plan.stateOffsets().get(tensor.name()),
                initialiser,
                once ? "" : ", " + tensor.perStep());
    }

    private MethodSpec onlyTwin() {
        return MethodSpec.methodBuilder("twin")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Names.TWIN)
                .addStatement(
                        "return new $L()",
                        name.simpleName() + Tailoring.suffix(tailoring.widths().get(0)))
                .build();
    }

    /**
     * The kernels for this JVM. The vector twins are found by name, so that this class compiles without them: javac takes
     * them only with a flag, and they may have been compiled elsewhere.
     */
    private MethodSpec twin() {
        return MethodSpec.methodBuilder("twin")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Names.TWIN)
                .addStatement("int lanes = $T.lanes()", Names.VECTOR_SUPPORT)
                .beginControlFlow("if (lanes == 1)")
                .addStatement("return new $LScalar()", name.simpleName())
                .endControlFlow()
                .beginControlFlow("try")
                .addStatement("$T.Lookup lookup = $T.lookup()", MethodHandles.class, MethodHandles.class)
                .addStatement(
                        "$T<?> twin = lookup.findClass($T.class.getName() + $S + lanes)", Class.class, name, "Vector")
                .addStatement(
                        "return ($T) lookup.findConstructor(twin, $T.methodType(void.class)).invoke()",
                        Names.TWIN,
                        MethodType.class)
                .nextControlFlow("catch ($T missing)", Throwable.class)
                .addStatement(
                        "$T.getLogger($T.class.getName()).log($T.Level.WARNING, $S + lanes + $S + missing)",
                        System.class,
                        name,
                        System.Logger.class,
                        "running without vectors: no kernels for ",
                        " lanes: ")
                .addStatement("return new $LScalar()", name.simpleName())
                .endControlFlow()
                .build();
    }
}
