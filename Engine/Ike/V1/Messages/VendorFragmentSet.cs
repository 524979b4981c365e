using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.Messages;

/// <summary>The fragments of one message that are here.</summary>
internal sealed class VendorFragmentSet
{
    private readonly SortedList<byte, Octets> _parts = [];
    private byte? _last;

    /// <summary>Bytes that are here.</summary>
    internal int Length { get; private set; }

    /// <summary>Takes a fragment, or says why not.</summary>
    internal FragmentVerdict Add(FragmentPayload fragment)
    {
        if (_parts.ContainsKey(fragment.Number))
        {
            return fragment.IsLast && _last is { } known && known != fragment.Number
                ? FragmentVerdict.SecondLast
                : FragmentVerdict.Duplicate;
        }

        if (fragment.IsLast && _last is not null)
        {
            return FragmentVerdict.SecondLast;
        }

        if (fragment.Number > _last || (fragment.IsLast && _parts.Count > 0 && _parts.Keys[^1] > fragment.Number))
        {
            return FragmentVerdict.BeyondLast;
        }

        // A copy: what the payload is a slice of would be kept with it.
        _parts.Add(fragment.Number, Octets.Copy(fragment.Content.Span));
        _last = fragment.IsLast ? fragment.Number : _last;
        Length += fragment.Content.Length;
        return _parts.Count == _last ? FragmentVerdict.Whole : FragmentVerdict.Kept;
    }

    /// <summary>All parts one behind the other.</summary>
    internal byte[] Join()
    {
        var whole = new byte[Length];
        int offset = 0;
        foreach (Octets part in _parts.Values)
        {
            part.Span.CopyTo(whole.AsSpan(offset));
            offset += part.Length;
        }

        return whole;
    }
}
