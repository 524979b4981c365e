namespace Pipeline.Engine.Ike.V1.Messages;

/// <summary>What became of a fragment.</summary>
public enum FragmentVerdict
{
    /// <summary>It was the last that was missing: the message is whole.</summary>
    Whole,

    /// <summary>It is kept; others are missing.</summary>
    Kept,

    /// <summary>The message is none: its only payload is not a fragment, or it is encrypted as a whole.</summary>
    NotAlone,

    /// <summary>A fragment of that number is here.</summary>
    Duplicate,

    /// <summary>Another fragment says already that it is the last.</summary>
    SecondLast,

    /// <summary>Its number is above that of the last; or it says that it is the last, and there are higher ones.</summary>
    BeyondLast,

    /// <summary>Its number is above <see cref="VendorFragmentLimits.MaximumFragmentCount"/>.</summary>
    TooMany,

    /// <summary>With it the message would be longer than <see cref="VendorFragmentLimits.MaximumMessageLength"/>; all of its fragments are gone.</summary>
    TooLong,
}
