using System.Runtime.CompilerServices;

namespace Pipeline.Engine.Wire.Ip;

/// <summary>A <see cref="TrafficSelector"/> in the form that packets are compared with: the same answers, a few instructions.</summary>
/// <remarks>"Any" is the whole range, so that nothing is asked twice. For IPv4 one subtraction and one comparison an address.</remarks>
internal readonly struct CompiledSelector
{
    private readonly UInt128 _sourceFirst;
    private readonly UInt128 _sourceLast;
    private readonly UInt128 _destinationFirst;
    private readonly UInt128 _destinationLast;
    private readonly ulong _sourceSpan;
    private readonly ulong _destinationSpan;
    private readonly short _protocol;
    private readonly bool _takesIpv4;
    private readonly bool _takesIpv6;

    // Null where every port will do.
    private readonly TrafficSelector? _portSelector;

    public CompiledSelector(TrafficSelector selector)
    {
        const short AnyProtocol = -1;

        _protocol = selector.Protocol ?? AnyProtocol;
        _portSelector = selector.SelectsByPort ? selector : null;
        _takesIpv4 = selector is { Source: not { IsIpv6: true }, Destination: not { IsIpv6: true } };
        _takesIpv6 = selector is { Source: not { IsIpv6: false }, Destination: not { IsIpv6: false } };
        (_sourceFirst, _sourceLast, _sourceSpan) = RangeOf(selector.Source);
        (_destinationFirst, _destinationLast, _destinationSpan) = RangeOf(selector.Destination);
    }

    /// <summary>True when it takes flows of that family at all.</summary>
    public bool TakesFamily(bool isIpv6) => isIpv6 ? _takesIpv6 : _takesIpv4;

    /// <summary>As <see cref="TrafficSelector.Contains"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(in FlowKey flow)
    {
        bool isInside = flow.IsIpv6
            ? ContainsIpv6(flow)
            : _takesIpv4 & (flow.SourceLow - (ulong)_sourceFirst <= _sourceSpan)
                & (flow.DestinationLow - (ulong)_destinationFirst <= _destinationSpan);
        return isInside
            && (_protocol == flow.Protocol || _protocol < 0)
            && (_portSelector is null || _portSelector.ContainsPorts(flow));
    }

    private bool ContainsIpv6(in FlowKey flow)
    {
        UInt128 source = flow.Source.Value;
        UInt128 destination = flow.Destination.Value;
        return _takesIpv6
            && source >= _sourceFirst && source <= _sourceLast
            && destination >= _destinationFirst && destination <= _destinationLast;
    }

    private static (UInt128 First, UInt128 Last, ulong Span) RangeOf(AddressRange? range)
    {
        if (range is not { } some)
        {
            return (UInt128.Zero, UInt128.MaxValue, ulong.MaxValue);
        }

        // The span is read for IPv4 only, where it has at most 32 bits.
        return (some.First.Value, some.Last.Value, (ulong)(some.Last.Value - some.First.Value));
    }
}
