package dev.convoke.compiler.elaborate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact number: a fraction in lowest terms, numerator and denominator of 64 bits. What does not fit is an
 * {@link ArithmeticException}, which the evaluator turns into a diagnostic with its place.
 */
public record Rational(long numerator, long denominator) implements Comparable<Rational> {
    public static final Rational ZERO = of(0);
    public static final Rational ONE = of(1);

    /** More digits than this cannot fit and are not worth parsing. */
    private static final int MAX_DIGITS = 64;

    /** Inexact results are rounded to this many binary places, so that their denominator fits. */
    private static final int BINARY_PLACES = 60;

    /** So many digits fit in 64 bits, whichever they are. */
    private static final int SAFE_DIGITS = 18;

    /** Characters of a decimal that is written out; longer ones stay fractions. */
    private static final int LONGEST_DECIMAL = 16;

    private static final BigInteger TWO = BigInteger.TWO;

    public Rational {
        if (denominator < 1 || gcd(numerator, denominator) != 1) {
            throw new IllegalArgumentException("not in lowest terms: " + numerator + "/" + denominator);
        }
    }

    public static Rational of(long whole) {
        return new Rational(whole, 1);
    }

    /** @throws ArithmeticException if the fraction does not fit or its denominator is 0 */
    public static Rational of(BigInteger numerator, BigInteger denominator) {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("division by zero");
        }
        if (numerator.bitLength() < Long.SIZE - 1 && denominator.bitLength() < Long.SIZE - 1) {
            return reduced(numerator.longValue(), denominator.longValue());
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        return new Rational(
                numerator.divide(divisor).longValueExact(),
                denominator.divide(divisor).longValueExact());
    }

    /**
     * The number that a literal writes: {@code 18}, {@code 0.9}, {@code 1e-5}; underscores may group digits.
     *
     * @throws ArithmeticException if it does not fit
     * @throws NumberFormatException if it is no number
     */
    public static Rational parse(String literal) {
        String text = literal.replace("_", "");
        if (text.length() > MAX_DIGITS) {
            throw new ArithmeticException("too many digits");
        }
        BigDecimal decimal = new BigDecimal(text);
        if (Math.abs((long) decimal.scale()) > MAX_DIGITS) {
            throw new ArithmeticException("exponent out of range");
        }
        return of(decimal);
    }

    /** A fraction in lowest terms; both numbers are at least {@code -Long.MAX_VALUE}. */
    private static Rational reduced(long numerator, long denominator) {
        if (denominator == 0) {
            throw new ArithmeticException("division by zero");
        }
        long divisor = denominator < 0 ? -gcd(numerator, denominator) : gcd(numerator, denominator);
        return new Rational(numerator / divisor, denominator / divisor);
    }

    /** Whether a sum of two products of two of these four numbers each cannot overflow. */
    private boolean isShort(Rational other) {
        return isShort() && other.isShort();
    }

    private boolean isShort() {
        return Math.abs(numerator) <= Integer.MAX_VALUE
                && numerator != Long.MIN_VALUE
                && denominator <= Integer.MAX_VALUE;
    }

    /** @throws ArithmeticException if it does not fit */
    public static Rational of(BigDecimal decimal) {
        if (decimal.scale() <= 0) {
            return of(decimal.toBigIntegerExact(), BigInteger.ONE);
        }
        boolean isShort = decimal.precision() <= SAFE_DIGITS && decimal.scale() <= SAFE_DIGITS;
        return isShort
                ? reduced(decimal.unscaledValue().longValueExact(), powerOfTen(decimal.scale()))
                : of(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    public boolean isWhole() {
        return denominator == 1;
    }

    public int signum() {
        return Long.signum(numerator);
    }

    public Rational plus(Rational other) {
        if (denominator == 1 && other.denominator == 1) {
            return of(Math.addExact(numerator, other.numerator));
        }
        if (isShort(other)) {
            return reduced(
                    numerator * other.denominator + other.numerator * denominator, denominator * other.denominator);
        }
        return of(
                big(numerator)
                        .multiply(big(other.denominator))
                        .add(big(other.numerator).multiply(big(denominator))),
                big(denominator).multiply(big(other.denominator)));
    }

    public Rational minus(Rational other) {
        if (denominator == 1 && other.denominator == 1) {
            return of(Math.subtractExact(numerator, other.numerator));
        }
        if (isShort(other)) {
            return reduced(
                    numerator * other.denominator - other.numerator * denominator, denominator * other.denominator);
        }
        return of(
                big(numerator)
                        .multiply(big(other.denominator))
                        .subtract(big(other.numerator).multiply(big(denominator))),
                big(denominator).multiply(big(other.denominator)));
    }

    public Rational times(Rational other) {
        if (denominator == 1 && other.denominator == 1) {
            return of(Math.multiplyExact(numerator, other.numerator));
        }
        if (isShort(other)) {
            return reduced(numerator * other.numerator, denominator * other.denominator);
        }
        return of(
                big(numerator).multiply(big(other.numerator)), big(denominator).multiply(big(other.denominator)));
    }

    /** @throws ArithmeticException by zero, too */
    public Rational dividedBy(Rational other) {
        if (isShort(other)) {
            return reduced(numerator * other.denominator, denominator * other.numerator);
        }
        return of(
                big(numerator).multiply(big(other.denominator)),
                big(denominator).multiply(big(other.numerator)));
    }

    public Rational negated() {
        return new Rational(Math.negateExact(numerator), denominator);
    }

    public Rational abs() {
        return numerator < 0 ? negated() : this;
    }

    public Rational floor() {
        return of(Math.floorDiv(numerator, denominator));
    }

    public Rational ceil() {
        return negated().floor().negated();
    }

    /** To the nearest whole number; halves to the even one, as Python and PyTorch round. */
    public Rational round() {
        long floor = Math.floorDiv(numerator, denominator);
        long above = Math.floorMod(numerator, denominator);
        long below = denominator - above;
        boolean up = above == below ? floor % 2 != 0 : above > below;
        return of(up ? floor + 1 : floor);
    }

    /** Exact of squares of fractions; else the float64 nearest to the root, exactly. */
    public Rational sqrt() {
        if (numerator < 0) {
            throw new ArithmeticException("root of a negative number");
        }
        BigInteger top = big(numerator).sqrt();
        BigInteger bottom = big(denominator).sqrt();
        if (top.multiply(top).equals(big(numerator)) && bottom.multiply(bottom).equals(big(denominator))) {
            return of(top, bottom);
        }
        return nearest(Math.sqrt(doubleValue()));
    }

    /** Exact of powers of two; else the float64 nearest to the logarithm, exactly. */
    public Rational log2() {
        if (numerator <= 0) {
            throw new ArithmeticException("logarithm of a number that is not positive");
        }
        if (Long.bitCount(numerator) == 1 && Long.bitCount(denominator) == 1) {
            return of(Long.numberOfTrailingZeros(numerator) - Long.numberOfTrailingZeros(denominator));
        }
        return nearest(StrictMath.log(doubleValue()) / StrictMath.log(2));
    }

    /**
     * Exact for whole exponents where the result fits; else the float64 nearest to the power, exactly.
     *
     * @throws ArithmeticException if that does not fit either
     */
    public Rational power(Rational exponent) {
        if (exponent.isWhole()) {
            try {
                return wholePower(exponent);
            } catch (ArithmeticException e) {
                if (isWhole() && exponent.signum() > 0) {
                    throw e; // a whole number that does not fit is none that a float64 could stand for
                }
            }
        }
        double power = StrictMath.pow(doubleValue(), exponent.doubleValue());
        if (Double.isInfinite(power)) {
            throw new ArithmeticException("too large");
        }
        return nearest(power);
    }

    private Rational wholePower(Rational exponent) {
        Rational base = exponent.signum() < 0 ? ONE.dividedBy(this) : this;
        if (base.abs().equals(ONE) || base.signum() == 0) {
            boolean odd = exponent.numerator % 2 != 0;
            return exponent.signum() == 0 ? ONE : odd ? base : base.abs();
        }
        Rational power = ONE;
        long left = Math.abs(exponent.numerator);
        for (long i = 0; i < left; i++) {
            power = power.times(base); // of any other base, an overflow ends this within 64 rounds
        }
        return power;
    }

    private static Rational nearest(double value) {
        BigDecimal scaled = new BigDecimal(value).multiply(new BigDecimal(TWO.pow(BINARY_PLACES)));
        return of(scaled.setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact(), TWO.pow(BINARY_PLACES));
    }

    /** The float64 nearest to this number. */
    public double doubleValue() {
        boolean exact = Math.abs(numerator) <= 1L << 53 && denominator <= 1L << 53;
        return exact
                ? (double) numerator / denominator
                : new BigDecimal(numerator)
                        .divide(new BigDecimal(denominator), new MathContext(2 * MAX_DIGITS))
                        .doubleValue();
    }

    @Override
    public int compareTo(Rational other) {
        if (denominator == other.denominator) {
            return Long.compare(numerator, other.numerator);
        }
        if (isShort(other)) {
            return Long.compare(numerator * other.denominator, other.numerator * denominator);
        }
        return big(numerator)
                .multiply(big(other.denominator))
                .compareTo(big(other.numerator).multiply(big(denominator)));
    }

    /** {@code 7}, {@code 3.5}, and where no short decimal is exact {@code 7/3}. */
    @Override
    public String toString() {
        if (isWhole()) {
            return Long.toString(numerator);
        }
        int twos = Long.numberOfTrailingZeros(denominator);
        int fives = 0;
        long rest = denominator >> twos;
        while (rest % 5 == 0) {
            rest /= 5;
            fives++;
        }
        int places = Math.max(twos, fives);
        if (rest == 1 && places < LONGEST_DECIMAL) {
            // In lowest terms, so that the last place is not 0.
            long factor = powerOfTen(places) / denominator;
            long most = powerOfTen(LONGEST_DECIMAL) / factor;
            if (-most <= numerator && numerator <= most) {
                String decimal = BigDecimal.valueOf(numerator * factor, places).toPlainString();
                if (decimal.length() <= LONGEST_DECIMAL) {
                    return decimal;
                }
            }
        }
        return numerator + "/" + denominator;
    }

    /** As {@link #toString}, but fractions with their whole part: {@code 10 2/3}. */
    String mixed() {
        String text = toString();
        Rational whole = numerator < 0 ? ceil() : floor();
        return text.indexOf('/') < 0 || whole.signum() == 0
                ? text
                : whole + " " + minus(whole).abs();
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long next = x % y;
            x = y;
            y = next;
        }
        return x == Long.MIN_VALUE ? x : Math.abs(x);
    }
}
