namespace Pipeline.Gateway.Control.Views;

/// <summary>One port.</summary>
/// <param name="Side"><c>inner</c>: local hosts; <c>outer</c>: other gateways.</param>
/// <param name="Name">The device, or the sockets.</param>
/// <param name="Drops">Packets that the port itself dropped, by reason.</param>
internal sealed record PortView(string Side, string Name, IReadOnlyDictionary<string, long> Drops);
