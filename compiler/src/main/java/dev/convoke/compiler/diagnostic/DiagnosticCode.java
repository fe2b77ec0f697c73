package dev.convoke.compiler.diagnostic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every problem that the compiler can report. The code's first letter is its severity, E for errors and W for warnings; the slug
 * is the constant's name. Each has a page, the resource {@code CODE.md} beside this class: what it means, a bad and a good
 * example.
 *
 * <p>Numbers: E10x to E13x syntax, E14x to E19x names and values, E2xx shapes, E3xx limits, E4xx weights and data, W3xx geometry, W4xx
 * training, W5xx style, W6xx cost.
 */
public enum DiagnosticCode {
    // syntax
    SYNTAX("E100", "something else was expected here"),
    UNCLOSED_STRING("E101", "a text has no closing quote"),
    UNCLOSED_COMMENT("E102", "a comment is not closed"),
    UNCLOSED_BRACKET("E103", "a bracket is never closed"),
    STRAY_BRACKET("E104", "a closing bracket closes nothing, or one of another kind"),
    STRANGE_CHARACTER("E105", "a character has no meaning here"),
    OTHER_ARROW("E106", "a stream is sent on by `->`"),
    MISSING_ARROW("E107", "a `->` is missing between two stages"),
    MISSING_COMMA("E108", "a comma is missing between two values"),
    COLON_OR_EQUALS("E109", "`:` labels a stage, `=` gives a value"),
    FOREIGN_WORD("E110", "a word of another language"),
    OTHER_OPERATOR("E111", "an operator of another language"),
    FOREIGN_FORM("E112", "a form of another language"),
    HASH_COMMENT("E113", "a comment starts with `//`"),
    OTHER_QUOTES("E114", "a text stands between double quotes"),
    SEMICOLON("E115", "statements end without a semicolon"),
    PARENTHESIS_ON_NEXT_LINE("E116", "an argument list starts on the line of its name"),
    WORD_AS_NAME("E117", "a word of the language cannot be a name"),
    NUMBER_FORMAT("E118", "a number is written in another way"),
    NAME_FORMAT("E119", "a name starts with a letter"),
    ELSE_WITHOUT_IF("E120", "an `else` belongs to no `if`"),
    CHECK_WITHOUT_BRACKETS("E121", "the shape behind `is` stands in brackets"),
    ASSIGNMENT_AS_CONDITION("E122", "two values are compared by `==`"),
    CHAINED_COMPARISON("E123", "comparisons do not chain"),
    NO_EFFECT("E124", "a statement that does nothing"),
    MISSING_STREAM("E125", "a stage has no stream before it"),
    ESCAPE("E126", "a text has an escape that means nothing"),
    UNKNOWN_TYPE("E127", "there is no such type"),
    MISPLACED_LABEL("E128", "a label names something that has no parameters of its own"),
    NOT_TEXT("E129", "a file is no text"),

    UNKNOWN_STAGE("E140", "no layer, block or seq has this name"),
    UNKNOWN_NAME("E141", "no stream, parameter or constant has this name"),
    UNKNOWN_FUNCTION("E142", "no function has this name"),
    UNKNOWN_ARGUMENT("E143", "what is called takes no argument of this name"),
    UNKNOWN_MEMBER("E144", "a stream has no property of this name"),
    UNKNOWN_LABEL("E145", "no stage has the label that is used again"),
    DUPLICATE_DECLARATION("E146", "two declarations have one name"),
    DUPLICATE_NAME("E147", "a name is given twice in one place"),
    DUPLICATE_LABEL("E148", "two stages have one label, so their parameters would have one name"),
    MISSING_LABEL("E149", "a stage with parameters has no label, so they would have no name"),
    INVALID_LABEL("E150", "a label's text is no name"),
    NO_STAGE("E151", "what stands behind an arrow is no stage"),
    NO_VALUE("E152", "what stands in an expression has no value"),
    RECURSION("E153", "a declaration is made of itself"),
    MISPLACED("E154", "a statement stands where it means nothing"),
    NO_RESULT("E155", "a block or net never says what comes out of it"),
    NO_NET("E156", "there is no net to compile"),
    UNKNOWN_NET("E157", "there is no net of the name that was asked for"),
    UNKNOWN_SETTING("E158", "the net has no parameter or input of the name that was set"),
    MISSING_ARGUMENT("E160", "an argument without a default is not given"),
    DUPLICATE_ARGUMENT("E161", "an argument is given twice"),
    TOO_MANY_ARGUMENTS("E162", "there are more arguments than parameters"),
    POSITION_AFTER_NAME("E163", "an argument by position stands behind one by name"),
    WRONG_TYPE("E164", "a value is of another type than is needed here"),
    OUT_OF_RANGE("E165", "a value is smaller or larger than is allowed here"),
    NOT_WHOLE("E166", "a number has a fraction where a whole number is needed"),
    WRONG_OPERANDS("E167", "an operator does not work on values of these types"),
    UNDEFINED_RESULT("E168", "a computation has no result: a division by zero, the root of a negative number"),
    WRONG_LENGTH("E169", "a tuple has more or fewer parts than the names it is given to"),
    REQUIREMENT_FAILED("E170", "the contract of a declaration is not kept"),
    NOT_A_STREAM("E171", "a chain begins with something that does not flow"),
    NET_NOT_A_CLASS("E172", "a net has a name that its class cannot have"),
    NET_CLASSES_CLASH("E173", "two nets would have classes of one name"),
    IMPORT_NOT_FOUND("E175", "an imported file does not exist"),
    IMPORT_UNREADABLE("E176", "an imported file cannot be read"),
    IMPORT_PATH("E177", "the path of an import is written in a way that means nothing here"),
    IMPORT_CYCLE("E178", "files import each other in a circle"),
    IMPORT_CLASH("E179", "a name is declared in two files that are to be used together"),
    IMPORTED_TWICE("E180", "a file is imported twice"),

    LINT_CONFIGURATION_SYNTAX("E191", "the lint configuration is no TOML"),
    UNKNOWN_LINT_KEY("E192", "the lint configuration has no such key"),
    LINT_CONFIGURATION_VALUE("E193", "the lint configuration has a value of another kind than the key needs"),
    UNKNOWN_LINT("E194", "the lint configuration names a lint that does not exist"),
    LINT_CONFIGURED_TWICE("E195", "the lint configuration says two things of one lint"),

    SHAPES_DIFFER("E201", "streams that are joined have different shapes"),
    CONCAT_DIFFERS("E202", "streams that are concatenated differ in more than their channels"),
    SHAPE_NOT_AS_ASSERTED("E203", "a stream has another shape than `is` says"),
    NO_SUCH_AXIS("E204", "a stream has no such axis"),
    SHARED_DIFFERS("E205", "weights that are used again do not fit the stream"),
    INVALID_INPUT("E206", "an input's shape is none"),
    WINDOW_DOES_NOT_FIT("E210", "a window is larger than what it slides over"),
    GROUPS_DO_NOT_DIVIDE("E211", "channels cannot be cut into so many groups"),
    LINEAR_ON_FEATURE_MAP("E212", "a `Linear` has a feature map as its input, not a vector"),
    NO_FEATURE_MAP("E213", "a layer that needs spatial axes has an input of another rank"),
    TUPLE_LENGTH("E214", "a tuple has not one number for each axis"),
    POOL_PADDING("E215", "a pool's padding is larger than half its window"),
    SAME_WITH_STRIDE("E216", "`padding=\"same\"` keeps no extents when the stride is not 1"),
    CHANNEL_VALUES("E217", "there is not one number for each channel"),
    EMPTY_RANGE("E218", "nothing lies between two bounds"),
    RESHAPE_ELEMENTS("E219", "a reshaped stream has more or fewer elements than before"),
    NOT_A_PERMUTATION("E220", "dimensions are put in an order that leaves one out or has one twice"),
    OUTSIDE_THE_AXIS("E221", "a part reaches beyond the axis that it is cut from"),
    NOT_A_MULTIPLE("E222", "an extent is no multiple of the factor that it is split by"),
    PADDING_TOO_LARGE("E223", "a padding repeats more positions than there are"),
    CONTRADICTING_ARGUMENTS("E224", "arguments exclude each other, or one of two is missing"),
    NORMALIZED_SHAPE("E225", "what is to be normalised is not what the shape of the stream ends in"),
    ONE_POSITION("E226", "channels of one number each cannot be normalised one by one"),
    OUTPUT_PADDING("E227", "a transposed convolution adds more at its end than its stride can explain"),
    TRANSPOSED_TO_NOTHING("E228", "the padding of a transposed convolution leaves nothing of its result"),

    FILE_TOO_LARGE("E301", "a file is larger than 1 MiB"),
    NESTING_TOO_DEEP("E302", "something is nested too deep"),
    NUMBER_TOO_LARGE("E303", "a number does not fit into 64 bits"),
    NAME_TOO_LONG("E304", "a name is longer than 64 characters"),
    TOO_MANY_PROBLEMS("E305", "a file has too many problems"),
    TOO_MANY_TOKENS("E306", "a file has too many words and signs"),
    TOO_MANY_LAYERS("E310", "a net has more layers than can be compiled"),
    TOO_MUCH_WORK("E311", "a net takes too long to expand"),
    TOO_DEEP("E312", "declarations are nested too deeply in one another"),
    RANK_TOO_HIGH("E313", "a stream has too many axes"),
    STREAM_TOO_LARGE("E314", "a stream has too many elements"),
    TOO_MANY_PARAMETERS("E315", "a net has too many parameters"),
    OVERFLOW("E316", "a number does not fit into 64 bits"),
    VALUE_TOO_LARGE("E317", "a text, tuple or list grows too large"),
    TOO_MUCH_MEMORY("E318", "what a net needs does not fit into one array"),

    // lints: geometry
    LOST_POSITIONS("W301", "windows stop before the end of their input"),
    STRIDE_OVER_KERNEL("W302", "windows are further apart than they are wide"),
    CHECKERBOARD("W303", "the windows of a transposed convolution overlap unevenly"),
    SMALL_RECEPTIVE_FIELD("W304", "positions are pooled that see little of the input"),
    DEAD_WEIGHTS("W305", "weights of a convolution meet nothing but padding"),
    WINDOWS_OF_PADDING("W306", "windows of a convolution see nothing but padding"),
    EVEN_KERNEL("W307", "padding is to keep the size under an even kernel"),
    DILATION_GAPS("W308", "dilations leave positions out that nothing between makes up for"),
    LAYER_WITHOUT_EFFECT("W309", "a layer changes nothing"),
    REPEATING_POOL("W310", "an adaptive pool makes more positions than there are"),
    UNDONE_RESIZE("W311", "a layer takes back what the one before it did"),
    NOTHING_TO_ADAPT("W312", "an adaptive pool finds the size that it is to make"),
    FIELD_BEYOND_INPUT("W313", "convolutions come where every position sees the whole input"),
    HANGING_WINDOWS("W314", "the last windows of a pool hang over the end of their input with more than half of them"),
    CHANNELS_AS_KERNEL("W315", "a convolution's kernel is probably meant as its channels"),
    CHANNELS_LAST("W316", "an input is probably written with its channels last"),
    SAMPLES_FIRST("W317", "an input is probably written with a number of samples"),

    // lints: training
    BIAS_BEFORE_NORM("W401", "a bias has no effect before a normalisation"),
    REPEATED_ACTIVATION("W402", "an activation changes nothing behind another"),
    DROPOUT_BEFORE_BATCH_NORM("W403", "a dropout shifts the variance that a batch norm learns"),
    SOFTMAX_OUTPUT("W404", "an output holds probabilities where a loss wants scores"),
    NORM_OF_ONE_VALUE("W405", "a normalisation has one value to work with"),
    MISSING_ACTIVATION("W406", "two layers with weights have no activation between them"),
    HALF_RANGE("W407", "an activation gets only half of what it is made for"),
    CLIPPED_LOGITS("W408", "logits cannot be negative"),
    DROPOUT_OF_OUTPUTS("W409", "a dropout drops outputs of the net"),
    DROPOUT_RATE("W410", "a dropout drops nothing, or nearly all"),
    REPEATED_NORM("W411", "a normalisation follows another"),
    LATE_NORMALIZE("W412", "constants of the data normalise what is no longer the data"),
    NORM_NUMBERS("W413", "a normalisation has an odd momentum or eps"),
    SATURATING_DEPTH("W414", "too many saturating activations stand one behind the other"),
    GROWING_SUM("W415", "a residual sum can only grow"),
    SOFTMAX_OF_ONE("W416", "a softmax has one entry to choose from"),
    REPEATED_DROPOUT("W417", "a dropout follows another"),

    // lints: style
    UNUSED_NAME("W501", "a name is never used"),
    NAME_CONVENTION("W502", "a name is not written as such names are"),
    UNUSED_DECLARATION("W503", "no net needs a declaration"),
    UNUSED_IMPORT("W504", "nothing of an import is used"),
    NEEDLESS_LABEL("W505", "a label has no parameters to name"),
    MAGIC_SHAPE("W506", "the size of the image decides about weights, and no `is` says so"),
    MISSING_DOCUMENTATION("W507", "a net has no documentation"),
    REQUIRE_FACTS("W508", "a requirement can never fail, or never be met"),
    CONSTANT_CONDITION("W509", "an `if` always goes the same way"),
    LOOP_COUNT("W510", "a loop runs never or once"),
    HIDDEN_VALUE("W511", "a name in braces looks like an assignment and is another name"),
    NEEDLESS_IDENTITY("W512", "an `Identity` holds no place"),
    SAME_BRANCHES("W513", "two branches are the same"),
    DEFAULT_ARGUMENT("W514", "an argument says what is so without it"),
    POSITIONAL_ARGUMENTS("W515", "more than two arguments have no names"),
    REPEATED_STAGES("W516", "the same stages stand three times in a row"),
    DIVISION_AS_COMMENT("W517", "a comment looks like the rest of a division"),
    UNBUILT_NET("W518", "a net is not built and only partly checked, as a parameter has no value"),

    // lints: cost
    DOMINANT_PARAMETERS("W601", "one layer has more than four fifths of the parameters"),
    LINEAR_OF_MAP("W602", "a `Linear` with a weight for each position has most parameters"),
    DOMINANT_WORK("W603", "one of many layers does more than half of the work"),
    WASTED_LANES("W604", "channels leave much of the last vector empty"),
    LARGE_KERNEL("W605", "a large kernel costs more than some small ones"),
    POINTWISE_ORDER("W606", "a convolution of 1x1 stands on the larger side of a change of size"),

    // comments that silence lints
    UNUSED_SUPPRESSION("W590", "a comment silences a lint that has nothing to say there"),
    SUPPRESSION_WITHOUT_REASON("W591", "a comment silences a lint and does not say why"),
    UNKNOWN_SUPPRESSION("W592", "a comment silences a lint that does not exist"),
    SUPPRESSION_FORM("W593", "a comment that is to silence a lint is written in another way");

    private final String code;
    private final String meaning;

    DiagnosticCode(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** {@code E101}. */
    public String code() {
        return code;
    }

    /** The name that people may use instead of the code, {@code unclosed-string}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return code.charAt(0) == 'E' ? Severity.ERROR : Severity.WARNING;
    }

    /** What is wrong, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The explanation, in Markdown, with a bad and a good example. */
    public String page() {
        String resource = code + ".md";
        try (InputStream in = DiagnosticCode.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no page " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** The code of this number or slug. */
    public static Optional<DiagnosticCode> find(String codeOrSlug) {
        return Optional.ofNullable(Names.ALL.get(codeOrSlug))
                .or(() -> Optional.ofNullable(Names.ALL.get(codeOrSlug.toUpperCase(Locale.ROOT))));
    }

    /** By code and by slug; a file may name a hundred thousand. */
    private static final class Names {
        private static final Map<String, DiagnosticCode> ALL = Arrays.stream(values())
                .flatMap(each -> Stream.of(Map.entry(each.code, each), Map.entry(each.slug(), each)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
