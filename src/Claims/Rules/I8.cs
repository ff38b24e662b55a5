namespace Reproduction.Claims;

internal sealed class I8() : HistoryRule("I8", batchSize: 32);
