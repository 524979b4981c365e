using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Ike.V2.Children;

/// <summary>The selectors of a child for which the configuration names none: host to host.</summary>
internal static class HostSelectors
{
    /// <summary>Those that are configured, or else the addresses of the path.</summary>
    internal static ChildSelectors Or(ChildSelectors? configured, IkePath path) => configured ?? new ChildSelectors(
        [TsSelector.Of(AddressRange.Of(path.Local.Address))], [TsSelector.Of(AddressRange.Of(path.Remote.Address))]);
}
