namespace Pipeline.Gateway.Commands.Captures;

internal sealed record CaptureSummary;
