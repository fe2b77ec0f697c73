package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.elaborate.ForeignShape;
import dev.convoke.compiler.lint.library.BiasBeforeNorm;
import dev.convoke.compiler.lint.library.ChannelsAsKernel;
import dev.convoke.compiler.lint.library.Checkerboard;
import dev.convoke.compiler.lint.library.ClippedLogits;
import dev.convoke.compiler.lint.library.ConstantCondition;
import dev.convoke.compiler.lint.library.DeadWeights;
import dev.convoke.compiler.lint.library.DefaultArgument;
import dev.convoke.compiler.lint.library.DilationGaps;
import dev.convoke.compiler.lint.library.DivisionAsComment;
import dev.convoke.compiler.lint.library.DominantParameters;
import dev.convoke.compiler.lint.library.DominantWork;
import dev.convoke.compiler.lint.library.DropoutBeforeBatchNorm;
import dev.convoke.compiler.lint.library.DropoutOfOutputs;
import dev.convoke.compiler.lint.library.DropoutRate;
import dev.convoke.compiler.lint.library.EvenKernel;
import dev.convoke.compiler.lint.library.FieldBeyondInput;
import dev.convoke.compiler.lint.library.ForeignInput;
import dev.convoke.compiler.lint.library.GrowingSum;
import dev.convoke.compiler.lint.library.HalfRange;
import dev.convoke.compiler.lint.library.HangingWindows;
import dev.convoke.compiler.lint.library.HiddenValue;
import dev.convoke.compiler.lint.library.LargeKernel;
import dev.convoke.compiler.lint.library.LateNormalize;
import dev.convoke.compiler.lint.library.LayerWithoutEffect;
import dev.convoke.compiler.lint.library.LinearOfMap;
import dev.convoke.compiler.lint.library.LoopCount;
import dev.convoke.compiler.lint.library.LostPositions;
import dev.convoke.compiler.lint.library.MagicShape;
import dev.convoke.compiler.lint.library.MissingActivation;
import dev.convoke.compiler.lint.library.MissingDocumentation;
import dev.convoke.compiler.lint.library.NameConvention;
import dev.convoke.compiler.lint.library.NeedlessIdentity;
import dev.convoke.compiler.lint.library.NeedlessLabel;
import dev.convoke.compiler.lint.library.NormNumbers;
import dev.convoke.compiler.lint.library.NormOfOneValue;
import dev.convoke.compiler.lint.library.NothingToAdapt;
import dev.convoke.compiler.lint.library.PointwiseOrder;
import dev.convoke.compiler.lint.library.PositionalArguments;
import dev.convoke.compiler.lint.library.RepeatedActivation;
import dev.convoke.compiler.lint.library.RepeatedDropout;
import dev.convoke.compiler.lint.library.RepeatedNorm;
import dev.convoke.compiler.lint.library.RepeatedStages;
import dev.convoke.compiler.lint.library.RepeatingPool;
import dev.convoke.compiler.lint.library.RequireFacts;
import dev.convoke.compiler.lint.library.SameBranches;
import dev.convoke.compiler.lint.library.SaturatingDepth;
import dev.convoke.compiler.lint.library.SmallReceptiveField;
import dev.convoke.compiler.lint.library.SoftmaxOfOne;
import dev.convoke.compiler.lint.library.SoftmaxOutput;
import dev.convoke.compiler.lint.library.StrideOverKernel;
import dev.convoke.compiler.lint.library.UnbuiltNet;
import dev.convoke.compiler.lint.library.UndoneResize;
import dev.convoke.compiler.lint.library.UnusedDeclaration;
import dev.convoke.compiler.lint.library.UnusedImport;
import dev.convoke.compiler.lint.library.UnusedName;
import dev.convoke.compiler.lint.library.WastedLanes;
import dev.convoke.compiler.lint.library.WindowsOfPadding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All lints there are. */
public final class Lints {
    private static final List<Lint> ALL = List.of(
            // geometry
            new LostPositions(),
            new StrideOverKernel(),
            new Checkerboard(),
            new SmallReceptiveField(),
            new DeadWeights(),
            new WindowsOfPadding(),
            new EvenKernel(),
            new DilationGaps(),
            new LayerWithoutEffect(),
            new RepeatingPool(),
            new UndoneResize(),
            new NothingToAdapt(),
            new FieldBeyondInput(),
            new HangingWindows(),
            new ChannelsAsKernel(),
            new ForeignInput(ForeignShape.Habit.CHANNELS_LAST),
            new ForeignInput(ForeignShape.Habit.SAMPLES_FIRST),
            // training
            new BiasBeforeNorm(),
            new RepeatedActivation(),
            new DropoutBeforeBatchNorm(),
            new SoftmaxOutput(),
            new NormOfOneValue(),
            new MissingActivation(),
            new HalfRange(),
            new ClippedLogits(),
            new DropoutOfOutputs(),
            new DropoutRate(),
            new RepeatedNorm(),
            new LateNormalize(),
            new NormNumbers(),
            new SaturatingDepth(),
            new GrowingSum(),
            new SoftmaxOfOne(),
            new RepeatedDropout(),
            // style
            new UnusedName(),
            new NameConvention(),
            new UnusedDeclaration(),
            new UnusedImport(),
            new NeedlessLabel(),
            new MagicShape(),
            new MissingDocumentation(),
            new RequireFacts(),
            new ConstantCondition(),
            new LoopCount(),
            new HiddenValue(),
            new NeedlessIdentity(),
            new SameBranches(),
            new DefaultArgument(),
            new PositionalArguments(),
            new RepeatedStages(),
            new DivisionAsComment(),
            new UnbuiltNet(),
            // cost
            new DominantParameters(),
            new LinearOfMap(),
            new DominantWork(),
            new WastedLanes(),
            new LargeKernel(),
            new PointwiseOrder());

    private static final Map<DiagnosticCode, Lint> BY_CODE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Lint::code, Function.identity()));

    private Lints() {}

    /** In the order of their chapters. */
    public static List<Lint> all() {
        return ALL;
    }

    /** The lint of a code. */
    public static Optional<Lint> find(DiagnosticCode code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** Whether a configuration may speak of a code: a lint's, or one about comments that silence lints. */
    public static boolean isConfigurable(DiagnosticCode code) {
        return code.severity() == Severity.WARNING;
    }

    /**
     * The slugs of all lints, among which a comment may have meant one. A code has others all around it, and which of them was meant nobody
     * knows.
     */
    static List<String> names() {
        return ALL.stream().map(each -> each.code().slug()).toList();
    }

    /** The slugs of all that a configuration may speak of. */
    public static List<String> configurableNames() {
        return Arrays.stream(DiagnosticCode.values())
                .filter(Lints::isConfigurable)
                .map(DiagnosticCode::slug)
                .toList();
    }
}
