package com.segment.analytics.android.integrations.amplitude;

import com.segment.analytics.Analytics;
import com.segment.analytics.ValueMap;
import com.segment.analytics.integrations.Integration;
import devicemode.android.StandIn;

/** Stands in for release 2.0.1. */
public final class AmplitudeIntegration extends StandIn {
  public static final Integration.Factory FACTORY = factory(AmplitudeIntegration::new);

  private AmplitudeIntegration(ValueMap settings, Analytics analytics) {
    super(settings, analytics);
  }
}
