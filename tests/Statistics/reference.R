# Reference figures for tests/Statistics, computed by R with functions of its own (package stats) wherever it has one:
#   Rscript tests/Statistics/reference.R > tests/Statistics/reference.csv
# A row is: what is computed, up to four arguments, the figure.
options(digits = 17)
row <- function(name, a = "", b = "", c = "", d = "", value) cat(sprintf("%s,%s,%s,%s,%s,%.17g\n", name, a, b, c, d, value))
cat("quantity,a,b,c,d,value\n")
cat(sprintf("# %s\n", R.version.string))

# Samples. sleep: Student 1908, extra hours of sleep with two drugs, as shipped with R. maize: Darwin 1876, from Fisher 1935, The Design of
# Experiments, section 17: differences in height, crossed minus self-fertilized, in eighths of an inch. Ties: made up, with zeros.
first <- sleep$extra[sleep$group == 1]
second <- sleep$extra[sleep$group == 2]
maize <- c(49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48)
ties <- c(0, 1, -1, 2, 2, 3, -2, 0, 4, 1, 5, 1)
zero <- rep(0, length(maize))

# Student's t and its quantiles, far tails included.
for (df in c(1, 18.3, 39)) for (t in c(-300, -4.1, 8)) row("pt", t, df, value = pt(t, df))
for (df in c(1, 18.3, 39)) for (p in c(1e-9, 0.025, 0.99975)) row("qt", p, df, value = qt(p, df))

# Noncentral t: R's pt up to the noncentrality 37.62, beyond which it falls back on a normal approximation; there by integrating
# P(Z <= t s - ncp) over the density of s = sqrt(chi-squared / df), with its logarithm for the sake of large df.
for (df in c(1, 19, 199)) for (ncp in c(-2, 0.5, 37)) for (t in c(-3, 1, 40)) {
  row("pnt", t, df, ncp, value = pt(t, df, ncp))
}
density <- function(s, df) exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + (df - 1) * log(s) - df * s^2 / 2)
noncentral <- function(t, df, ncp) {
  f <- function(s) pnorm(t * s - ncp) * density(s, df)
  cuts <- sort(c(1e-300, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4, ncp / t + c(-0.05, 0, 0.05)))
  sum(mapply(function(lo, hi) integrate(f, lo, hi, rel.tol = 1e-12, subdivisions = 2000)$value, head(cuts, -1), tail(cuts, -1)))
}
for (df in c(4, 39)) for (ncp in 125) for (t in c(50, 125, 160)) row("pnt-large", t, df, ncp, value = noncentral(t, df, ncp))

# The paired t-test.
for (sample in c("sleep", "maize")) {
  x <- if (sample == "sleep") first else maize
  y <- if (sample == "sleep") second else zero
  for (alternative in c("two.sided", "less", "greater")) {
    test <- t.test(x, y, paired = TRUE, alternative = alternative)
    row("t-test p", sample, alternative, value = test$p.value)
  }
  test <- t.test(x, y, paired = TRUE)
  row("t-test t", sample, value = unname(test$statistic))
  row("t-test mean", sample, value = unname(test$estimate))
  row("t-test sd", sample, value = sd(x - y))
  for (level in c(0.9, 0.95, 0.999)) {
    interval <- t.test(x, y, paired = TRUE, conf.level = level)$conf.int
    row("t-test interval", sample, level, "low", value = interval[1])
    row("t-test interval", sample, level, "high", value = interval[2])
  }
}

# Wilcoxon's signed ranks. Without ties R's exact test; with ties and zeros every assignment of signs is enumerated, zeros dropped.
for (alternative in c("two.sided", "less", "greater")) {
  row("wilcoxon p", "maize", alternative, value = wilcox.test(maize, alternative = alternative, exact = TRUE)$p.value)
}
row("wilcoxon V", "maize", value = unname(wilcox.test(maize, exact = TRUE)$statistic))
enumerated <- function(d, alternative) {
  d <- signif(d[abs(d) > 1e-12], 12)
  ranks <- rank(signif(abs(d), 12))
  observed <- sum(ranks[d > 0])
  sums <- as.matrix(expand.grid(rep(list(0:1), length(d)))) %*% ranks
  less <- mean(sums <= observed)
  greater <- mean(sums >= observed)
  switch(alternative, less = less, greater = greater, two.sided = min(1, 2 * min(less, greater)))
}
for (alternative in c("two.sided", "less", "greater")) {
  row("wilcoxon p", "sleep", alternative, value = enumerated(first - second, alternative))
  row("wilcoxon p", "ties", alternative, value = enumerated(ties, alternative))
}

# Corrections for several comparisons.
p <- c(0.012, 0.0003, 0.04, 0.5, 0.0125, 0.0003, 0.9, 0.021)
for (method in c("holm", "bonferroni")) {
  adjusted <- p.adjust(p, method)
  for (i in seq_along(p)) row(paste("p.adjust", method), i - 1, p[i], value = adjusted[i])
}

# Equivalence: two one-sided paired tests, the p the larger of the two.
for (sample in c("sleep", "maize")) for (margin in c(0.5, 2, 30)) {
  x <- if (sample == "sleep") first else maize
  y <- if (sample == "sleep") second else rev(maize) / 2 + 5
  above <- t.test(x, y, paired = TRUE, mu = -margin, alternative = "greater")
  below <- t.test(x, y, paired = TRUE, mu = margin, alternative = "less")
  interval <- t.test(x, y, paired = TRUE, conf.level = 0.9)$conf.int
  row("tost p", sample, margin, value = max(above$p.value, below$p.value))
  row("tost low", sample, margin, value = interval[1])
  row("tost high", sample, margin, value = interval[2])
}

# Power and the number of pairs of the paired t-test, both tails counted (strict).
for (effect in c(0.2, 3)) for (alpha in c(0.05, 0.000625)) {
  for (n in c(2, 20)) {
    row("power two.sided", effect, n, alpha, value = power.t.test(n, effect, 1, alpha, type = "paired", strict = TRUE)$power)
    row("power one.sided", effect, n, alpha, value = power.t.test(n, effect, 1, alpha, type = "paired", alternative = "one.sided")$power)
  }
}
# The smallest whole number by going up from 2 until the power is there.
for (effect in c(0.2, 1, 3)) for (alpha in c(0.05, 0.000625)) for (power in 0.8) {
  n <- 2
  while (power.t.test(n, effect, 1, alpha, type = "paired", strict = TRUE)$power < power) n <- n + 1
  row("seeds two.sided", effect, alpha, power, value = n)
}

# Student's prediction of one more figure.
for (sample in c("maize", "sleep")) for (level in c(0.5, 0.95, 0.9999)) {
  x <- if (sample == "maize") maize else second
  interval <- predict(lm(x ~ 1), data.frame(row.names = 1), interval = "prediction", level = level)
  row("prediction", sample, level, "low", value = interval[2])
  row("prediction", sample, level, "high", value = interval[3])
}

# The most alarms that 200 honest nights may raise.
for (nights in c(200, 1000)) for (rate in c(0.01, 0.05)) row("qbinom", nights, rate, 0.95, value = qbinom(0.95, nights, rate))
