
namespace Pipeline.Gateway.Control.Views;

/// <summary>What <c>sas</c> shows; also the shape of its JSON.</summary>
/// <param name="IkeSas">Every IKE SA that is not at its end.</param>
internal sealed record SasView(IReadOnlyList<IkeSaView> IkeSas);
