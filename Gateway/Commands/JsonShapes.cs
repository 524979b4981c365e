using System.Text.Json.Serialization;
using Pipeline.Gateway.Commands.Captures;
using Pipeline.Gateway.Commands.Control;
using Pipeline.Gateway.Commands.Demo;
using Pipeline.Gateway.Commands.Explain;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Commands;

/// <summary>What <c>--json</c> can write; the keys are the property names in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DemoSummary))]
[JsonSerializable(typeof(CaptureSummary))]
[JsonSerializable(typeof(CheckSummary))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(SasView))]
[JsonSerializable(typeof(OrderView))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(ControlFailure))]
[JsonSerializable(typeof(CaptureExplanation))]
[JsonSerializable(typeof(ConfigurationExplanation))]
internal sealed partial class JsonShapes : JsonSerializerContext;
