namespace Reproduction.Claims;

internal sealed class I5() : EffectRule(
    "I5", "BN raises validation accuracy after 10 epochs from 0.967 to 0.977.", Metric.ValidationAccuracy, without: 0.967, with: 0.977);
